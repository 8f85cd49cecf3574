"""Bundle: the verifier as one file that a stranger can read and run (`python -m ledger.proofs.bundle OUT`).

The modules are laid one after another in the order of their imports; the same sources give the same bytes.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOM = "ledger.proofs."
FOLDER = Path(__file__).parent
MAIN = "__main__"
HEADER = '''\
#!/usr/bin/env python3
"""The verifier of Lodebook's evidence packs in one file: no installation, no network, Python 3.9 or newer.

    python3 -I -S lodebook_verify.py verify PACK.zip --policy FILE

Built from ledger/proofs of Lodebook; the same sources give the same bytes. SPDX-License-Identifier: Apache-2.0
"""

from __future__ import annotations

'''


@dataclass(frozen=True)
class Module:
    """One module of this room: its name, source and syntax tree."""

    name: str
    source: str
    tree: ast.Module

    @classmethod
    def read(cls, name: str) -> Module:
        """Read a module from this folder."""
        source = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
        return cls(name, source, ast.parse(source))

    def imports(self) -> Iterator[ast.Import | ast.ImportFrom]:
        """Give its import statements."""
        for node in self.tree.body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                yield node

    def code(self) -> str:
        """Give its source without imports and list of exports; the docstring becomes a comment."""
        lines = self.source.splitlines(keepends=True)
        for node in self.tree.body:
            if isinstance(node, (ast.Import, ast.ImportFrom)) or _targets(node) == ["__all__"]:
                lines[node.lineno - 1 : node.end_lineno] = [""] * ((node.end_lineno or node.lineno) - node.lineno + 1)
        words = (ast.get_docstring(self.tree) or "").splitlines()
        title = "".join(f"# {line}".rstrip() + "\n" for line in (f"---- ledger/proofs/{self.name}.py", "", *words))
        return title + "\n\n" + "".join(lines[self.tree.body[0].end_lineno :]).strip("\n") + "\n"


def build_verifier() -> str:
    """Give the source of the one-file verifier; raises ValueError if two modules use one name for two things."""
    modules: dict[str, Module] = {}
    _collect(MAIN, modules)
    imports = _merge_imports(modules.values())
    _check_names(modules.values(), imports)
    return HEADER + "\n\n".join([imports, *(module.code() for module in modules.values())])


def main(arguments: Sequence[str]) -> int:
    """Write the verifier to the path given; exit code 2 without one."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m ledger.proofs.bundle OUT\n")
        return 2
    out = Path(arguments[0])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(build_verifier().encode("utf-8"))
    return 0


def _collect(name: str, modules: dict[str, Module]) -> None:
    """Add a module after those of this room that it imports."""
    module = Module.read(name)
    for node in module.imports():
        if _is_of_room(node) and (inner := _module_name(node)[len(ROOM) :]) not in modules:
            _collect(inner, modules)
    modules[name] = module


def _merge_imports(modules: Iterable[Module]) -> str:
    """Give one sorted block of all imports from outside the room."""
    plain: set[str] = set()
    named: dict[str, set[str]] = {}
    for node in (node for module in modules for node in module.imports()):
        if any(alias.asname for alias in node.names):
            raise ValueError("a renamed import cannot be bundled")
        names = {alias.name for alias in node.names}
        if isinstance(node, ast.Import):
            plain |= names
        elif not _is_of_room(node) and node.module != "__future__":
            named.setdefault(_module_name(node), set()).update(names)
    lines = [f"import {name}\n" for name in sorted(plain)]
    return "".join(lines + [f"from {name} import {', '.join(sorted(named[name]))}\n" for name in sorted(named)])


def _check_names(modules: Iterable[Module], imports: str) -> None:
    """Refuse a name that would mean two things once all modules share one."""
    owners: dict[str, str] = {}
    for node in ast.parse(imports).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            owners.update((alias.name, "an import") for alias in node.names)
    for module in modules:
        for name in (name for node in module.tree.body for name in _targets(node) if name != "__all__"):
            if owners.setdefault(name, module.name) != module.name:
                raise ValueError(f"{name} is defined by {owners[name]} and by {module.name}")


def _targets(node: ast.stmt) -> list[str]:
    """Name what a statement at the top of a module defines."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return [leaf.id for target in targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name)]
    return []


def _is_of_room(node: ast.Import | ast.ImportFrom) -> bool:
    return _module_name(node).startswith(ROOM)


def _module_name(node: ast.Import | ast.ImportFrom) -> str:
    return (node.module or "") if isinstance(node, ast.ImportFrom) else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
