"""SIP: domains, lists, mappings."""

import pytest

from tests.support.emulator_api import Answer, Api

NAME = "parcels.sip.twilio.com"


PATHS = ["", "Auth/Calls/", "Auth/Registrations/"]


@pytest.fixture
async def domain(api: Api) -> str:
    """The path of a domain."""
    created = await api.post("SIP/Domains.json", DomainName=NAME)
    assert created.status == 201
    return f"SIP/Domains/{created.json['sid']}"


@pytest.fixture
async def credential_list(api: Api) -> str:
    """The sid of a list of credentials."""
    sid: str = (await api.post("SIP/CredentialLists.json", FriendlyName="Phones")).json["sid"]
    return sid


@pytest.fixture
async def access_list(api: Api) -> str:
    """The sid of a list of addresses."""
    sid: str = (await api.post("SIP/IpAccessControlLists.json", FriendlyName="Offices")).json["sid"]
    return sid


async def test_a_domain(api: Api, domain: str) -> None:
    shown = (await api.get(f"{domain}.json")).json
    changed = await api.post(f"{domain}.json", DomainName="letters.sip.twilio.com", Secure="true")

    assert (shown["domain_name"], shown["auth_type"], shown["secure"]) == (NAME, "", False)
    assert shown["subresource_uris"]["credential_list_mappings"].endswith("/CredentialListMappings.json")
    assert (changed.json["domain_name"], changed.json["secure"]) == ("letters.sip.twilio.com", True)
    assert (await api.post("SIP/Domains.json", DomainName=NAME)).status == 201
    assert (await api.post(f"{domain}.json", DomainName=NAME)).status == 409


@pytest.mark.parametrize("name", ["parcels", ".sip.twilio.com", "parcels.example.com"])
async def test_a_domain_is_below_the_sip_domain(api: Api, name: str) -> None:
    answer = await api.post("SIP/Domains.json", DomainName=name)

    assert (answer.status, answer.code) == (400, 20001)


async def test_credentials(api: Api, credential_list: str) -> None:
    path = f"SIP/CredentialLists/{credential_list}/Credentials"

    async def add(name: str) -> Answer:
        return await api.post(f"{path}.json", Username=name, Password="Long-enough-1")

    created, doubled = await add("desk"), await add("desk")
    changed = await api.post(f"{path}/{created.json['sid']}.json", Password="Long-enough-2")

    assert (created.status, doubled.status, changed.status) == (201, 409, 200)
    assert (created.json["username"], created.json["credential_list_sid"]) == ("desk", credential_list)
    assert "password" not in created.json
    await api.delete(f"SIP/CredentialLists/{credential_list}.json")
    assert (await api.get(f"{path}.json")).status == 404


@pytest.mark.parametrize("password", ["Short-17", "no-capitals-17", "NO-SMALL-ONES-17", "No-digits-at-all"])
async def test_a_weak_password(api: Api, credential_list: str, password: str) -> None:
    path = f"SIP/CredentialLists/{credential_list}/Credentials"
    desk = await api.post(f"{path}.json", Username="desk", Password="Long-enough-1")
    answers = [
        await api.post(f"{path}.json", Username="hall", Password=password),
        await api.post(f"{path}/{desk.json['sid']}.json", Password=password),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(400, 20001)] * 2
    assert password not in str(answers[0].json)


async def test_addresses(api: Api, access_list: str) -> None:
    path = f"SIP/IpAccessControlLists/{access_list}/IpAddresses"
    created = await api.post(f"{path}.json", FriendlyName="Berlin", IpAddress="192.0.2.1")
    changed = await api.post(f"{path}/{created.json['sid']}", CidrPrefixLength="24")

    assert (created.json["ip_address"], created.json["cidr_prefix_length"]) == ("192.0.2.1", 32)
    assert (changed.xml.tag, changed.fields["CidrPrefixLength"]) == ("IpAddress", "24")
    assert (await api.post(f"{path}.json", FriendlyName="Berlin", IpAddress="192.0.2.256")).code == 20001
    assert (await api.post(f"{path}/{created.json['sid']}.json", CidrPrefixLength="33")).code == 20001


@pytest.mark.parametrize("below", PATHS)
async def test_a_list_is_mapped_to_a_domain(api: Api, domain: str, credential_list: str, below: str) -> None:
    path = f"{domain}/{below}CredentialListMappings"
    mapped = await api.post(f"{path}.json", CredentialListSid=credential_list)
    doubled = await api.post(f"{path}.json", CredentialListSid=credential_list)
    kept = await api.delete(f"SIP/CredentialLists/{credential_list}.json")
    auth_type = (await api.get(f"{domain}.json")).json["auth_type"]
    unmapped = await api.delete(f"{path}/{credential_list}.json")

    assert (mapped.status, mapped.json["sid"], mapped.json["friendly_name"]) == (
        201,
        credential_list,
        "Phones",
    )
    assert (doubled.status, kept.status, unmapped.status) == (409, 409, 204)
    assert auth_type == ("" if below == "Auth/Registrations/" else "CREDENTIAL_LIST")
    assert (await api.get(f"{path}/{credential_list}.json")).status == 404
    assert (await api.post(f"{path}.json", CredentialListSid=credential_list)).status == 201
    await api.delete(f"{path}/{credential_list}.json")
    assert (await api.delete(f"SIP/CredentialLists/{credential_list}.json")).status == 204


@pytest.mark.parametrize("below", PATHS[:2])
async def test_addresses_are_mapped_to_a_domain(api: Api, domain: str, access_list: str, below: str) -> None:
    path = f"{domain}/{below}IpAccessControlListMappings"
    mapped = await api.post(path, IpAccessControlListSid=access_list)
    listed = await api.get(path)

    assert mapped.fields["Sid"] == access_list
    assert len(listed.xml) == 1
    assert (await api.get(f"{domain}.json")).json["auth_type"] == "IP_ACL"
    assert (await api.delete(f"{domain}.json")).status == 204
    assert (await api.get(path)).status == 404


async def test_a_mapping_of_nothing(api: Api, domain: str, credential_list: str) -> None:
    path = f"{domain}/CredentialListMappings.json"

    assert (await api.post(path, CredentialListSid="CL" + "0" * 32)).status == 404
    assert (await api.post(path, CredentialListSid="AL" + "0" * 32)).code == 20001
    elsewhere = f"SIP/Domains/SD{'0' * 32}/CredentialListMappings.json"
    assert (await api.post(elsewhere, CredentialListSid=credential_list)).status == 404
