"""What certificates of this installation say: its authority's and, signed by that, the server's.

The authority may vouch only for private addresses and for the names the machine had when it was made, so that
whoever steals its key still cannot stand in for a bank. Limits on the server's certificate are those of
Apple's platforms, the strictest: 825 days, names as subjectAltName, use for servers stated.
"""

from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address, ip_network

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CA_YEARS = 10
SERVER_DAYS = 820
"""Apple refuses more than 825 days; the rest is for clocks that are wrong."""
CLOCKS_DIFFER = timedelta(days=1)
PRIVATE = [
    ip_network(block)
    for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8")
]
PRIVATE_NAMES = ("localhost", "local", "lan", "internal", "home.arpa", "test")
Pair = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def general_name(name: str) -> x509.GeneralName:
    """``name`` as certificates write it: an address if it reads as one, else a host name."""
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name.lower())


def covers(subtree: x509.GeneralName, name: str) -> bool:
    """Whether an authority limited to ``subtree`` may vouch for ``name``."""
    general = general_name(name)
    if isinstance(subtree, x509.DNSName) and isinstance(general, x509.DNSName):
        return f".{general.value}".endswith(f".{subtree.value}")
    if isinstance(subtree, x509.IPAddress) and isinstance(general, x509.IPAddress):
        network, address = subtree.value, general.value
        if isinstance(network, IPv4Network) and isinstance(address, IPv4Address | IPv6Address):
            return address in network
    return False


def new_authority(names: list[str], at: datetime) -> Pair:
    """An authority, ten years from ``at``, for private addresses and names, and for the host names among ``names``."""
    key = ec.generate_private_key(ec.SECP256R1())
    own = [n.lower() for n in names if isinstance(general_name(n), x509.DNSName)]
    permitted: list[x509.GeneralName] = [x509.IPAddress(network) for network in PRIVATE]
    permitted += [x509.DNSName(name) for name in dict.fromkeys([*PRIVATE_NAMES, *own])]
    title = f"auditapp on {own[0]}" if own else "auditapp on this network"
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{title[:50]}, {at:%-d %b %Y}")])
    builder = _builder(name, name, key, at, at + timedelta(days=365 * CA_YEARS))
    builder = (
        builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
    )
    return builder.sign(key, hashes.SHA256()), key


def new_server(issuer: Pair, names: list[str], at: datetime) -> Pair:
    """A certificate for a server that answers to ``names`` (host names and IPv4 addresses)."""
    authority, authority_key = issuer
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    ends = min(at + timedelta(days=SERVER_DAYS), authority.not_valid_after_utc)
    builder = _builder(name, authority.subject, key, at, ends)
    builder = (
        builder.add_extension(x509.SubjectAlternativeName([general_name(n) for n in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
    )
    return builder.sign(authority_key, hashes.SHA256()), key


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, at: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - CLOCKS_DIFFER)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
