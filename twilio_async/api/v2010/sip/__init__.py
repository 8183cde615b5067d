"""SIP: domains that calls come in at, and the lists of who may call there.

Source: https://www.twilio.com/docs/voice/sip/api
"""

from twilio_async.api.v2010.sip.access_lists import SipCredentialLists, SipIpAccessControlLists
from twilio_async.api.v2010.sip.domains import SipDomains
from twilio_async.declare.base import Below, Resource


class Sip(Resource):
    """The resources below `/SIP`."""

    __slots__ = ()
    credential_lists = Below(SipCredentialLists, "CredentialLists")
    domains = Below(SipDomains, "Domains")
    ip_access_control_lists = Below(SipIpAccessControlLists, "IpAccessControlLists")
