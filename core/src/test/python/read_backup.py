#!/usr/bin/env python3
"""read_backup.py PATH [KEYFILE] > dump: checks and decrypts a backup of db-provision-operator.

PATH is the first part, the other objects lie beside it; KEYFILE holds the 32 bytes of the user's key.
Written from docs/backup-format.md. The dump is good only when the exit status is 0.
"""
import base64
import hashlib
import hmac
import json
import os
import struct
import sys
import zlib

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SEGMENT, TAG, MAGIC = 65536, 16, b"DBOPSBK1"


def derived(data_key, label):
    return hmac.new(data_key, label + b"\x01", hashlib.sha256).digest()


def unwrap(path, user_key, binding):
    key_id = hashlib.sha256(b"dbops backup key id v1" + user_key).hexdigest()[:8]
    name = f"{path}.key-{key_id}"
    key = json.load(open(name if os.path.exists(name) else f"{path}.key", "rb"))
    if key["keyId"] != key_id:
        sys.exit(f"encrypted with the key {key['keyId']}, not {key_id}")
    bound = b"dbops backup key v1" + key["keyId"].encode() + binding
    nonce, wrapped = base64.b64decode(key["nonce"]), base64.b64decode(key["wrapped"])
    return AESGCM(user_key).decrypt(nonce, wrapped, bound)


def segments(path, manifest, data_key, preamble):
    """Yields the plain bytes of each segment, proven."""
    count, total, binding = len(manifest["parts"]), hashlib.sha256(), hashlib.sha256(preamble).digest()
    cipher = AESGCM(derived(data_key, b"dbops backup v1 segments")) if data_key else None
    number = 0
    for part, size in enumerate(manifest["parts"], start=1):
        name = path if part == 1 else f"{path}.part-{part:05d}"
        with open(name, "rb") as file:
            start = MAGIC + struct.pack(">II", part, len(preamble)) + preamble
            if os.path.getsize(name) != size or file.read(len(start)) != start:
                sys.exit(f"{name} is no part of this backup, or not all of it")
            total.update(start)
            while file.tell() < size:
                sealed = file.read(SEGMENT + TAG)
                total.update(sealed)
                last = part == count and file.tell() == size
                nonce = number.to_bytes(11, "big") + bytes([last])
                number += 1
                if cipher:
                    yield cipher.decrypt(nonce, sealed, binding)
                elif hashlib.sha256(binding + nonce + sealed[:-TAG]).digest()[:TAG] == sealed[-TAG:]:
                    yield sealed[:-TAG]
                else:
                    sys.exit(f"segment {number} is damaged")
    if number != manifest["segments"] or f"sha256:{total.hexdigest()}" != manifest["checksum"]:
        sys.exit("another checksum")


def decompressor(name):
    if name == "gzip":
        return zlib.decompressobj(wbits=31)
    if name == "zstd":
        return __import__("zstandard").ZstdDecompressor().decompressobj()
    return __import__("lz4.frame").frame.LZ4FrameDecompressor()


def main(path, key_file=None):
    body, seal = open(f"{path}.manifest", "rb").read().split(b"\n", 1)
    manifest = json.loads(body)
    with open(path, "rb") as file:
        preamble = file.read(len(MAGIC) + 8)
        preamble = file.read(struct.unpack(">II", preamble[len(MAGIC):])[1])
    header = json.loads(preamble)
    for field in ("uid", "engine", "database", "format", "compression"):
        if header[field] != manifest[field]:
            sys.exit(f"manifest and parts differ in {field}")
    data_key, expected = None, b"sha256 " + hashlib.sha256(body).hexdigest().encode()
    if header["segments"] == "AES-256-GCM":
        data_key = unwrap(path, open(key_file, "rb").read(), hashlib.sha256(preamble).digest())
        mac = hmac.new(derived(data_key, b"dbops backup v1 manifest"), body, hashlib.sha256)
        expected = b"hmac-sha256 " + mac.hexdigest().encode()
    if seal != expected + b"\n" or manifest["encrypted"] != bool(data_key):
        sys.exit("the manifest was changed")
    codec = None if manifest["compression"] == "none" else decompressor(manifest["compression"])
    written = 0
    for plain in segments(path, manifest, data_key, preamble):
        written += sys.stdout.buffer.write(codec.decompress(plain) if codec else plain)
    if written != manifest["plainBytes"] or codec and not codec.eof:
        sys.exit("another length, or the end is missing")


if __name__ == "__main__":
    main(*sys.argv[1:])
