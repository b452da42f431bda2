"""The file of a State in its workspace, read and checked; what is wrong with it is said without what it says."""

from __future__ import annotations

from normbook.checklists.own import own_view
from normbook.checks.adaptations import broken
from normbook.checks.answers import known_ids, wrong
from normbook.model.corpus import Corpus
from normbook.model.national import Country
from normbook.problems import Place, Problem, Severity
from normbook.workspace.files import discreet, read
from normbook.workspace.folder import Folder


class WorkspaceError(Exception):
    """A file of a workspace that cannot be used, with all that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("the workspace has mistakes")
        self.problems = problems


def opened(folder: Folder, iso2: str, corpus: Corpus) -> Country:
    """The file of a State. WorkspaceError where it is missing or has mistakes."""
    content, name = folder.read(iso2), folder.file(iso2).name
    if content is None:
        hint = f"'normbook import FILE --workspace {folder.path} --apply' makes it."
        raise WorkspaceError((Problem(Place(name), "S05", "there is no such file in the workspace", hint),))
    country, problems = read(content, name)
    if country is not None:
        problems += tuple(wrong(country, known_ids(corpus)))
        if country.iso2 == iso2:
            problems += tuple(discreet(each) for each in broken(own_view(corpus, country), country))
        else:
            problems += (Problem(country.marks.at("iso2"), "H11", f"it is the file of {country.iso2}, not of {iso2}",
                                 "Rename it, or mend the code."),)
    if country is None or any(each.severity is Severity.ERROR for each in problems):
        raise WorkspaceError(problems)
    return country
