"""Tokens for the traversal of networks."""

from tests.support.emulator_api import Api


async def test_a_token(api: Api) -> None:
    token = await api.post("Tokens.json", Ttl="600")
    other = await api.post("Tokens")

    assert (token.status, token.json["ttl"], other.fields["Ttl"]) == (201, "600", "86400")
    assert {server.get("username") for server in token.json["ice_servers"]} == {
        None,
        token.json["username"],
    }
    assert [server.tag for server in other.xml.iterfind("IceServers/*")] == ["IceServer"] * 3
    assert (await api.post("Tokens.json", Ttl="soon")).code == 20001
