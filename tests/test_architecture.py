"""The shape of the house, held by tests: what may know what, and what is not built with.

Each rule is a function over one module or template, and is shown here on a sample that breaks it and on one
that does not; then it is held against every file of the project. What ruff, mypy and import-linter can say
themselves stands in pyproject.toml and is not repeated, but for the direction of imports, which is too dear
to stand in a linter's settings alone.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("finsam", "members", "budgets", "plans", "reports")
"""From the ground up: a package imports only those before it."""

KNOWS_EVERY_APP = {"finsam.urls", "finsam.api_urls"}
MAY_USE_FLOATS = {
    "members.validators": "the contrast of two colours",
    "reports.pdf": "seconds",
    "reports.pdf_pool": "seconds",
}
MAXIMUM_LINES = 500


@dataclass(frozen=True)
class Module:
    """One Python file: its dotted name and its text."""

    name: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed module."""
        return ast.parse(self.source)

    @property
    def app(self) -> str:
        """The top package, one of LAYERS, or `tests`."""
        return self.name.split(".")[0]

    @property
    def is_migration(self) -> bool:
        """Migrations are written by Django and keep its form."""
        return ".migrations." in self.name

    def names(self) -> Iterator[tuple[int, str]]:
        """Line and last part of every name used: `models.FloatField` gives `models` and `FloatField`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Name):
                yield node.lineno, node.id
            elif isinstance(node, ast.Attribute):
                yield node.lineno, node.attr

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full dotted name of everything imported, relative imports made absolute."""
        package = self.name.split(".")[:-1]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield node.lineno, alias.name
            elif isinstance(node, ast.ImportFrom):
                base = package[: len(package) + 1 - node.level] if node.level else []
                prefix = ".".join([*base, *([node.module] if node.module else [])])
                for alias in node.names:
                    yield node.lineno, f"{prefix}.{alias.name}"


def within(name: str, package: str) -> bool:
    """Whether a dotted name is the package or lies in it."""
    return name == package or name.startswith(package + ".")


# --- Rules for Python ----------------------------------------------------------------------------------


def imports_upwards(module: Module) -> Iterator[str]:
    """Data flows one way: nothing imports an app that lies above its own."""
    if module.app not in LAYERS or module.name in KNOWS_EVERY_APP:
        return
    above = LAYERS[LAYERS.index(module.app) + 1 :]
    for line, name in module.imports():
        if name.split(".")[0] in above:
            yield f"line {line}: {module.app} imports {name}, which lies above it"


def django_in_domain(module: Module) -> Iterator[str]:
    """The arithmetic is plain Python: it can be read, tested and trusted without a database."""
    if ".domain." not in module.name + ".":
        return
    for line, name in module.imports():
        if within(name, "django") or within(name, "rest_framework"):
            yield f"line {line}: {name} in a domain package"


def weasyprint_outside_pdf(module: Module) -> Iterator[str]:
    """One module knows the PDF engine, so that one module changes when the engine does."""
    for line, name in module.imports():
        if within(name, "weasyprint") and module.name != "reports.pdf" and module.app != "tests":
            yield f"line {line}: {name} outside reports.pdf"


def signals(module: Module) -> Iterator[str]:
    """What happens on a write stands in the service that writes, not in a listener elsewhere."""
    if module.app == "tests":
        return
    for line, name in module.imports():
        if within(name, "django.dispatch") or "signals" in name.split("."):
            yield f"line {line}: {name}"
    for node in ast.walk(module.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "connect"
        ):
            yield f"line {node.lineno}: .connect()"


def generic_foreign_keys(module: Module) -> Iterator[str]:
    """A relation names the table it points to."""
    if module.is_migration:
        return
    for line, name in module.names():
        if name in {"GenericForeignKey", "GenericRelation"}:
            yield f"line {line}: {name}"


def floats_for_money(module: Module) -> Iterator[str]:
    """Amounts, shares and rates are Decimal. Nothing is a FloatField, and no arithmetic has a float in it."""
    if module.app == "tests":
        return
    for line, name in module.names():
        if name == "FloatField" or (name == "float" and module.name not in MAY_USE_FLOATS):
            yield f"line {line}: {name}"
    if ".domain." in module.name + ".":
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                yield f"line {node.lineno}: {node.value!r} is a float"


def swedish_letters_in_names(module: Module) -> Iterator[str]:
    """Identifiers are English; the glossary binds them to the trade's Swedish."""
    for token in tokenize.generate_tokens(io.StringIO(module.source).readline):
        if token.type == tokenize.NAME and not token.string.isascii():
            yield f"line {token.start[0]}: {token.string}"


def too_long(module: Module) -> Iterator[str]:
    """A module of this length has more than one subject. Tests may be long: a table of roles and pages is one."""
    lines = module.source.count("\n")
    if lines > MAXIMUM_LINES and not module.is_migration and module.app != "tests":
        yield f"{lines} lines, at most {MAXIMUM_LINES}"


def says_nothing_of_itself(module: Module) -> Iterator[str]:
    """A module opens by saying what belongs in it."""
    if module.tree.body and not module.is_migration and not ast.get_docstring(module.tree):
        yield "no docstring"


def unnamed_migration(module: Module) -> Iterator[str]:
    """A migration's name says what it does; a machine's date says nothing."""
    if module.is_migration and re.search(r"\.\d{4}_(auto_|alter_.*_and_more$|.*_and_more$)", module.name):
        yield "named by the machine"


PYTHON_RULES: list[tuple[Callable[[Module], Iterator[str]], Module, Module]] = [
    (
        imports_upwards,
        Module("budgets.services", "from plans.models import Document"),
        Module("plans.services", "from budgets.models import Budget\nfrom finsam import money"),
    ),
    (
        imports_upwards,
        Module("finsam.blocks", "def late():\n    import members.models"),
        Module("finsam.urls", "from members import views"),
    ),
    (
        imports_upwards,
        Module("members.domain.statute", "from ...budgets import models"),
        Module("members.domain.statute", "from .allocation import allocate"),
    ),
    (
        django_in_domain,
        Module("plans.domain.outcomes", "from django.utils import timezone"),
        Module("plans.queries", "from django.db import models"),
    ),
    (
        weasyprint_outside_pdf,
        Module("reports.views", "import weasyprint"),
        Module("reports.pdf", "from weasyprint import HTML"),
    ),
    (
        signals,
        Module("budgets.apps", "from django.db.models.signals import post_save"),
        Module("budgets.apps", "from django.db import models"),
    ),
    (signals, Module("budgets.apps", "logged_in.connect(greet)"), Module("budgets.apps", "connect(greet)")),
    (
        generic_foreign_keys,
        Module("plans.models", "target = fields.GenericForeignKey()"),
        Module("plans.models", "target = models.ForeignKey(Section)"),
    ),
    (
        floats_for_money,
        Module("budgets.models", "amount = models.FloatField()"),
        Module("budgets.models", "amount = models.DecimalField()"),
    ),
    (floats_for_money, Module("budgets.forms", "float(text)"), Module("budgets.forms", "Decimal(text)")),
    (
        floats_for_money,
        Module("budgets.domain.equity", "ceiling = 0.2 * total"),
        Module("budgets.domain.equity", 'ceiling = Decimal("0.2") * total'),
    ),
    (
        swedish_letters_in_names,
        Module("members.models", "fördelningstal = 1"),
        Module("members.models", 'percent = "fördelningstal"'),
    ),
    (too_long, Module("plans.views", "x = 1\n" * 501), Module("plans.views", "x = 1\n" * 500)),
    (
        says_nothing_of_itself,
        Module("plans.views", "x = 1\n"),
        Module("plans.views", '"""Pages."""\nx = 1\n'),
    ),
    (
        unnamed_migration,
        Module("plans.migrations.0002_auto_20261122_0010", ""),
        Module("plans.migrations.0002_goal_areas", ""),
    ),
    (
        unnamed_migration,
        Module("plans.migrations.0002_alter_section_body_and_more", ""),
        Module("plans.migrations.0001_initial", ""),
    ),
]


@cache
def project_modules() -> list[Module]:
    """Every Python file of the apps, the tests and the command line."""
    files = [ROOT / "manage.py"]
    for package in (*LAYERS, "tests"):
        files += sorted((ROOT / package).rglob("*.py"))
    return [
        Module(".".join(file.relative_to(ROOT).with_suffix("").parts), file.read_text(encoding="utf-8"))
        for file in files
    ]


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    PYTHON_RULES,
    ids=[f"{rule.__name__}-{bad.name}" for rule, bad, _ in PYTHON_RULES],
)
def test_the_rule_for_python_tells_bad_from_good(
    rule: Callable[[Module], Iterator[str]], bad: Module, good: Module
) -> None:
    assert list(rule(bad))
    assert not list(rule(good))


@pytest.mark.parametrize(
    "rule", dict.fromkeys(rule for rule, _, _ in PYTHON_RULES), ids=lambda rule: rule.__name__
)
def test_every_module_follows(rule: Callable[[Module], Iterator[str]]) -> None:
    broken = [f"{module.name}: {message}" for module in project_modules() for message in rule(module)]
    assert broken == [], rule.__doc__


# --- Rules for templates -------------------------------------------------------------------------------

ENGLISH = re.compile(
    r"\b(the|with|your|you|please|save|cancel|delete|submit|edit|search|password|username|log ?in|log ?out|"
    r"sign ?in|sign ?out|next|previous|settings|welcome|this|that|error|required)\b",
    re.IGNORECASE,
)
"""Words that no Swedish sentence has."""


def without_django(text: str) -> str:
    """The template with Django's own tags, values and comments taken out."""
    text = re.sub(r"{%\s*comment\b.*?{%\s*endcomment\s*%}", "", text, flags=re.DOTALL)
    return re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)


def inline_style_or_script(text: str) -> Iterator[str]:
    """The content security policy blocks `style=""`, `onclick=""` and any script or style without a nonce."""
    for tag in re.findall(r"<[a-z][^<>]*>", without_django(text), flags=re.IGNORECASE):
        if re.search(r"\s(style|on[a-z]+)\s*=", tag, flags=re.IGNORECASE):
            yield tag
    for tag in re.findall(
        r"<(?:script|style)\b(?:{[{%].*?[}%]}|[^>])*>", text, flags=re.IGNORECASE | re.DOTALL
    ):
        if "nonce=" not in tag and not re.search(r"\s(src=|type=[\"']application/json)", tag):
            yield tag


def english_words(text: str) -> Iterator[str]:
    """What a user reads is Swedish: text between tags, and the attributes that are read out or shown."""
    html = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", "", without_django(text), flags=re.DOTALL)
    shown = re.findall(r"\b(?:title|alt|placeholder|aria-label)=\"([^\"]*)\"", html)
    shown.append(re.sub(r"<[^>]*>", " ", html))
    for piece in shown:
        yield from (match.group() for match in ENGLISH.finditer(piece))


TEMPLATE_RULES: list[tuple[Callable[[str], Iterator[str]], str, str]] = [
    (inline_style_or_script, '<p class="a" style="color: red">x</p>', '<p class="style">style="x"</p>'),
    (inline_style_or_script, '<a\n  onclick="go()">x</a>', '<a href="{% url "on=" %}">x</a>'),
    (
        inline_style_or_script,
        "<script>go()</script>",
        '<script type="module" src="{% static "a.js" %}"></script>',
    ),
    (inline_style_or_script, "<style>p {}</style>", '<style nonce="{{ request.csp_nonce }}">p {}</style>'),
    (english_words, "<button>Save</button>", '<button class="save">{% translate "Save" %}Spara</button>'),
    (english_words, '<img alt="Edit the budget">', '<a title="Nästa" href="/edit/">En and i dammen</a>'),
]


@pytest.mark.parametrize(("rule", "bad", "good"), TEMPLATE_RULES)
def test_the_rule_for_templates_tells_bad_from_good(
    rule: Callable[[str], Iterator[str]], bad: str, good: str
) -> None:
    assert list(rule(bad))
    assert not list(rule(good))


@pytest.mark.parametrize(
    "rule", dict.fromkeys(rule for rule, _, _ in TEMPLATE_RULES), ids=lambda rule: rule.__name__
)
def test_every_template_follows(rule: Callable[[str], Iterator[str]]) -> None:
    broken = [
        f"{file.relative_to(ROOT)}: {message}"
        for file in sorted((ROOT / "templates").rglob("*.html"))
        for message in rule(file.read_text(encoding="utf-8"))
    ]
    assert broken == [], rule.__doc__


# --- The database's shape ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_migrations_say_all_that_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
