"""A passkey in software: what a browser and its authenticator answer, as allauth receives it.

WebAuthn level 2, § 6.1 (authenticator data) and § 6.5.4 (« none » attestation).
"""

import hashlib
import json
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

PRESENT_AND_VERIFIED, WITH_CREDENTIAL = 0x05, 0x40


class Passkey:
    def __init__(self, origin: str = "https://testserver") -> None:
        self.origin = origin
        self.host = origin.rpartition("//")[2]
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.handle = b""

    def _client_data(self, kind: str, challenge: str) -> bytes:
        data = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(data).encode()

    def _authenticator_data(self, flags: int, rest: bytes = b"") -> bytes:
        return (
            hashlib.sha256(self.host.encode()).digest()
            + bytes([flags])
            + (0).to_bytes(4, "big")
            + rest
        )

    def create(self, options: dict) -> str:
        """The answer to creation options, as JSON."""
        options = options["publicKey"]
        self.handle = websafe_decode(options["user"]["id"])
        key = ES256.from_cryptography_key(self.private.public_key())
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor.encode(key)
        data = self._authenticator_data(PRESENT_AND_VERIFIED | WITH_CREDENTIAL, credential)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            {
                "clientDataJSON": self._client_data("webauthn.create", options["challenge"]),
                "attestationObject": attestation,
            },
            {"credProps": {"rk": True}},
        )

    def get(self, options: dict) -> str:
        """The answer to request options, as JSON."""
        client = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        data = self._authenticator_data(PRESENT_AND_VERIFIED)
        signed = data + hashlib.sha256(client).digest()
        return self._answer(
            {
                "clientDataJSON": client,
                "authenticatorData": data,
                "signature": self.private.sign(signed, ec.ECDSA(hashes.SHA256())),
                "userHandle": self.handle,
            },
            {},
        )

    def _answer(self, response: dict[str, bytes], extensions: dict) -> str:
        return json.dumps(
            {
                "type": "public-key",
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "authenticatorAttachment": "platform",
                "response": {name: websafe_encode(value) for name, value in response.items()},
                "clientExtensionResults": extensions,
            }
        )
