"""The list of what is in the program, in the form of CycloneDX 1.5, and the licences of all of it.

    python3 tools/sbom.py TARGET LIST.json LICENCES.txt

Only what `cargo metadata` and Cargo.lock say: the crates that are compiled into the program for TARGET, each with version, licence, the
checksum of its archive and what it uses itself. Crates that only build or test are not in it. The same commit gives the same bytes.
"""

import json
import os
import pathlib
import subprocess
import sys
import time
import uuid

target, list_file, licences_file = sys.argv[1:]
metadata = json.loads(
    subprocess.run(
        ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target],
        check=True, capture_output=True, text=True,
    ).stdout
)
packages = {package["id"]: package for package in metadata["packages"]}
nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
root = metadata["resolve"]["root"]


def used(package):
    """What a crate uses when it runs."""
    return sorted(dep["pkg"] for dep in nodes[package]["deps"] if any(kind["kind"] is None for kind in dep["dep_kinds"]))


inside, waiting = set(), [root]
while waiting:
    package = waiting.pop()
    if package not in inside:
        inside.add(package)
        waiting += used(package)

# The checksum of each archive, as Cargo.lock pins it.
checksums, name, version = {}, None, None
for line in pathlib.Path("Cargo.lock").read_text(encoding="utf-8").splitlines():
    key, _, value = line.partition(" = ")
    value = value.strip('"')
    if key == "name":
        name = value
    elif key == "version":
        version = value
    elif key == "checksum":
        checksums[name, version] = value


def purl(package):
    return f"pkg:cargo/{packages[package]['name']}@{packages[package]['version']}"


def component(package):
    it = packages[package]
    made = {
        "type": "application" if package == root else "library",
        "bom-ref": purl(package),
        "name": it["name"],
        "version": it["version"],
        "purl": purl(package),
    }
    if it.get("description"):
        made["description"] = " ".join(it["description"].split())
    if it.get("license"):
        # Before there were expressions, a slash stood for OR.
        made["licenses"] = [{"expression": it["license"].replace(" / ", " OR ").replace("/", " OR ")}]
    checksum = checksums.get((it["name"], it["version"]))
    if checksum:
        made["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    if it.get("repository"):
        made["externalReferences"] = [{"type": "vcs", "url": it["repository"]}]
    return made


others = sorted(inside - {root}, key=purl)
missing = [purl(package) for package in others if not packages[package].get("license") or not checksums.get((packages[package]["name"], packages[package]["version"]))]
if missing:
    sys.exit(f"sbom: without licence or checksum: {', '.join(missing)}")
commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True).stdout.strip()
when = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
bom = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{purl(root)}#{target}#{commit}')}",
    "version": 1,
    "metadata": {
        "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(when)),
        "component": component(root),
        "properties": [{"name": "target", "value": target}, {"name": "commit", "value": commit}],
    },
    "components": [component(package) for package in others],
    "dependencies": [{"ref": purl(package), "dependsOn": [purl(dep) for dep in used(package)]} for package in [root, *others]],
}
with open(list_file, "w", encoding="utf-8") as out:
    json.dump(bom, out, ensure_ascii=False, indent=1)
    out.write("\n")

# The licences ask that their text goes along.
texts = {}
for package in others:
    folder = pathlib.Path(packages[package]["manifest_path"]).parent
    found = [path for path in sorted(folder.iterdir()) if path.is_file() and path.name.lower().startswith(("license", "licence", "copying", "unlicense", "notice", "copyright"))]
    for path in found:
        text = path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip()
        texts.setdefault(text, []).append(f"{packages[package]['name']} {packages[package]['version']}")
with open(licences_file, "w", encoding="utf-8") as out:
    out.write("emic is made of these crates, each under its own licence.\n\n")
    for package in others:
        it = packages[package]
        out.write(f"{it['name']} {it['version']}: {it['license']}\n")
    for text, names in sorted(texts.items(), key=lambda item: item[1][0]):
        out.write(f"\n{'=' * 80}\n{', '.join(names)}\n{'=' * 80}\n\n{text}\n")
print(f"{len(others)} crates, {len(texts)} different texts of licences")
