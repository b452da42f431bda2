"""Every code that `normbook check` can print, with what it means. The documentation is made from this table."""

from __future__ import annotations

from dataclasses import dataclass

from normbook.problems import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A documented rule."""

    code: str
    title: str
    why: str
    severity: Severity = Severity.ERROR


_W = Severity.WARNING

_TABLE = (
    # Reading YAML
    Rule("Y01", "Not valid YAML", "The file cannot be read; nothing else in it was checked."),
    Rule("Y02", "Key given twice", "YAML readers keep one of the two values without saying which."),
    Rule("Y03", "Scalar that readers understand differently", "`NO`, `on`, `010`, `12:30` are a boolean or a number to some readers. Quote them."),
    Rule("Y04", "Tab used for indentation", "YAML allows spaces only."),
    Rule("Y05", "Not UTF-8", "Other encodings turn letters with accents into something else."),
    Rule("Y06", "File too long", "Files of more than 1 MB are refused: one object per file keeps them short."),
    Rule("Y07", "Aliases expand too far", "A few lines of aliases can expand to gigabytes."),
    Rule("Y08", "Tag", "Tags can make a reader build objects. None is needed."),
    Rule("Y09", "More than one document", "A file holds one object."),
    Rule("Y10", "Nested too deeply", "No object of the corpus is nested so deeply."),
    Rule("Y11", "Character that cannot be seen", "Control characters break files that are made from the text, and marks "
         "that reverse its direction make it read as something else."),
    # Shape
    Rule("S01", "Unknown key", "A misspelt key would silently be left out."),
    Rule("S02", "Wrong type", "For example a list where text is expected."),
    Rule("S03", "Key missing", "The object is not complete without it."),
    Rule("S04", "Value not allowed", "The value is not one of those listed, or has the wrong form."),
    Rule("S05", "File or folder missing", "The corpus cannot be built without it."),
    Rule("S06", "File that belongs to no kind", "It is not read; perhaps it lies in the wrong folder, or is a link.", _W),
    Rule("S07", "Too many files", "The folder is not a corpus, or holds what does not belong to one."),
    # References
    Rule("R01", "Reference to nothing", "The id does not exist and is not planned."),
    Rule("R02", "Reference to a retired id", "The id is no longer used; its successor is named."),
    Rule("R03", "Id given twice", "Everything hangs on ids: URLs, bookmarks, checklist rows."),
    Rule("R04", "Reference to the wrong kind", "For example a norm where a provision of the law is expected."),
    Rule("R05", "Unknown role", "Addressees, senders and recipients are roles of handbook.yaml."),
    Rule("R06", "Id that a section of its page bears", "Two places of a page would have one name, and a link could lead to either."),
    # Content strings
    Rule("M01", "Mark that is not complete", "A [[reference]] or {blank} is not closed or has no known form."),
    Rule("M02", "Raw HTML or image", "Content is text for every output, not only for the web."),
    Rule("M03", "Duration typed in a norm or law", "A duration comes from its timeline or from a blank, so that it is the same everywhere."),
    Rule("M04", "Link with a forbidden address", "Only https, http and mailto leave the handbook."),
    Rule("M05", "Blank outside the law", "Only the model law has blanks and alternatives."),
    # Timelines
    Rule("T01", "Stage counted from nothing", "It must count from the start, a clock event, or another stage of the timeline."),
    Rule("T02", "Stages counted in a circle", "None of them could ever be computed."),
    Rule("T03", "Stage due before one it depends on", "The order of `after` and the figures contradict each other."),
    Rule("T04", "Duration that is not ISO 8601", "Write PT24H, P3D, P1M or P2Y."),
    Rule("T05", "Bracketed figure without a basis", "A figure under negotiation says what supports it or why it is proposed."),
    Rule("T06", "Stage without figure or words", "It must say by when: `within`, or `words` such as 'without undue delay'."),
    Rule("T07", "Period that leads to no date", "Reviews and sunsets fall on days: P90D, P6M, P2Y, not hours and not nothing."),
    # Norms, taxonomies, measures, definitions
    Rule("C01", "Commitment that cannot be tested", "It lacks evidence, indicator, or what met and partly met mean."),
    Rule("C02", "Core commitment resting on optional articles", "A State could leave the article out and keep the commitment."),
    Rule("C03", "Commitment with neither provision nor reason", "It names the provision that carries it, or why none does."),
    Rule("C04", "Commitment id outside its norm", "The id of a commitment starts with the id of its norm."),
    Rule("N01", "Norm with neither provision nor reason", "It names the provisions that implement it, or why none does."),
    Rule("N02", "Provision with neither norm nor reason", "An article says which norm it serves, or why it serves none."),
    Rule("N03", "Norm of an unknown family", "Families stand in handbook.yaml; the id starts with the family in lower case."),
    Rule("N04", "Norm and provision disagree", "A norm names an article that does not name it back.", _W),
    Rule("X01", "Mapping to a missing term", "The scheme or the code does not exist under taxonomies/reference."),
    Rule("X02", "Term with neither mapping nor reason", "A term is mapped to reference schemes or says why it cannot be."),
    Rule("X03", "Broader term unknown or in a circle", "`parent` is another code of the same taxonomy, and one term has none."),
    Rule("P01", "Measure without a way to end", "A response that nobody can end is not proportionate."),
    Rule("P02", "Condition that cannot be read", "See the condition language in the documentation."),
    Rule("P03", "Condition naming an unknown term", "Names are questions, or taxonomies with their codes; only an ordered one has ranks to compare."),
    Rule("P04", "Sentence with a blank that nothing fills", "A sentence of the confidence statement names an entry, choice or result that the worksheet does not have."),
    Rule("P05", "Name given twice in the worksheet", "Tests and sentences could not tell the two apart."),
    Rule("G01", "Definitions in a circle", "Each would have to be understood before the other."),
    Rule("G02", "Defined term never used", "A definition that is not used misleads readers of the law.", _W),
    Rule("G03", "Term used but not defined", "The law uses a term that only the glossary explains, or a trigger names none that exists."),
    # Dates
    Rule("D01", "Review after sunset", "The norm or article would expire before its first review."),
    Rule("D02", "Review overdue", "The review date has passed.", _W),
    Rule("D03", "Expired norm still referenced", "Its sunset has passed and others still rest on it."),
    Rule("D04", "Date of another age", "Reviews and sunsets are counted from it, and would lead out of the calendar."),
    # Model law
    Rule("L01", "Not exactly one default variant", "The clean text must be able to choose."),
    Rule("L02", "Variant rules that contradict", "No choice could satisfy them."),
    Rule("L03", "Blank never used", "It is declared and stands nowhere.", _W),
    Rule("L04", "Blank never declared", "It is used without label, type and hint."),
    Rule("L05", "Provision without text", "An article, paragraph or variant has neither text nor variants, or both."),
    Rule("L06", "Proposed figure without a basis", "A default of a number or duration blank says what supports it."),
    Rule("L07", "Unknown condition", "`when` is federal, unitary, monist or dualist."),
    Rule("L08", "Number taken twice", "Parts and Schedules are printed by number, and a number names one of them."),
    Rule("L09", "Reference that some choice of variants leaves dead", "An enacting State that takes the choice would have a law that refers to nothing."),
    # What a State has decided
    Rule("A01", "Choice where there is none to make", "The article or paragraph has no variants; the choice would be ignored."),
    Rule("A02", "Variant that the place does not have", "The letter names nothing; the law would print every variant as if nothing had been chosen."),
    Rule("A03", "Choices that cannot stand together", "A variant requires or excludes another one, and the law would lack what it rests on."),
    Rule("A04", "Value for a blank that is not declared", "The value would appear nowhere in the law."),
    Rule("A05", "Value that the blank cannot hold", "A period is computed with and a number is counted with; other words cannot be. An article is not printed twice."),
    Rule("A06", "Provision left out that is not there", "Nothing would be left out, and the State would not notice."),
    Rule("A07", "Core provision left out", "Without it the law fails its purpose. It can be adapted in its text."),
    Rule("A08", "Provision left out that others need", "The law would refer to, or rest on, what it does not have."),
    Rule("A09", "State with more than one file", "Only one of them would be followed."),
    # What a State has enacted, and the terms of its provisions
    Rule("U01", "Events out of order", "Each event meets the provision as the one before left it; the file tells them in the order of their days."),
    Rule("U02", "Event before commencement", "A provision that had not commenced could be neither reviewed, suspended nor renewed."),
    Rule("U03", "Event after the end", "What has expired or was repealed is enacted anew, and cannot be renewed or extended."),
    Rule("U04", "Event for a provision without a term", "Only what expires is tabled, renewed or extended."),
    Rule("U05", "Last day that moves nothing", "An extension, or a renewed term, ends later than the term before it."),
    Rule("U06", "Last day that cannot be", "It lies before the event, or nothing of the event has a last day."),
    Rule("U07", "Renewal where expiry is automatic", "The State's law lets its powers return only through a new law."),
    Rule("U08", "Renewed for longer than the first term", "The law on renewal does not allow it; perhaps the date was misread.", _W),
    Rule("U09", "Tabled late", "The law asks for a proposal well before expiry; tabled late, it extends nothing when parliament is dissolved.", _W),
    Rule("U10", "Resumed and not suspended, or suspended twice", "A suspension begins and ends once."),
    Rule("U11", "Record of a provision that is not there", "It is no provision of the model law, or the State's law leaves it out."),
    Rule("U12", "Variant enacted that cannot be", "The place has no such variant, or the State's file chooses another one."),
    Rule("U13", "Provision commenced before the law", "No provision of a law commences before the law does."),
    Rule("U14", "Commencement not known", "Dates count from commencement; without it they stay indicative and what is recorded moves none of them."),
    Rule("U15", "Recorded before its day", "It counts from that day on, and has not happened on the date of the build.", _W),
    # What a State has answered
    Rule("H01", "Answer that was not released", "The corpus is public, and a State's answers map its weaknesses. They "
         "live in a private workspace, and enter row by row where the State says release: true."),
    Rule("H02", "Answer to a commitment that is not there", "It would be shown nowhere, and the State would not notice."),
    Rule("H03", "Commitment answered twice", "Only one of the answers would be followed."),
    Rule("H04", "Date of an answer that cannot be read", "An answer is good for a day, a month or a year: 2026-11-21, 2026-11, 2026."),
    Rule("H05", "Clock of an answer that cannot be read", "The clock of a State's own law is compared with the norm's: PT72H, P3D."),
    Rule("H06", "Edition that there is not", "What was asked is looked up in the edition that was answered."),
    # Checklists that come back
    Rule("H07", "Status that is none of the five", "Not assessed, not met, partly met, met, not applicable: nothing lies between."),
    Rule("H10", "Checklist whose columns are not found", "Columns are known by their headings, wherever they stand. Without an id and a status nothing can be placed."),
    Rule("H11", "Checklist of another State", "One State's answers would be taken for another's."),
    Rule("H12", "Checklist of an unknown edition", "What was asked, and where its ids went since, could not be told."),
    Rule("H13", "Checklist of an older edition", "It is read, its ids are followed, and what changed since is told row by row.", _W),
    Rule("H14", "Formula in a cell of an answer", "What it last came to depends on other cells, and may be no one's answer."),
    Rule("H15", "Merged cells of answers", "One text over several rows does not say which of them it answers."),
    Rule("H16", "File with macros", "They are neither run nor kept; what the cells say is read.", _W),
    Rule("H17", "Neither yes nor no", "Whether an answer may be published is never guessed."),
    Rule("H18", "Text too long for an answer", "An answer points to a document; it is not one."),
    Rule("H19", "Conflicting answers", "Two people answered one commitment differently; which holds is for the State to say."),
    Rule("H20", "Row that names two commitments", "Part of the rows was sorted or moved; the answer would be taken for that to another commitment."),
    Rule("H21", "Column that is not read", "Answers stand where nobody looks for them when their heading was renamed or taken away.", _W),
    Rule("H22", "Comments or tracked changes", "What people noted beside an answer is not read, and may contradict it; nor is it plain which changes hold.", _W),
    Rule("H23", "Answer of a day to come", "It was answered by today; a mistyped year would keep it out of every account of progress.", _W),
    # Drafting style
    Rule("W01", "The word \"shall\" where nothing binds", "Norms are voluntary and guide notes explain. Only the law's own text says \"shall\".", _W),
    Rule("W02", "Defined term in another wording", "A reader takes another word for another thing. `avoid` of a term lists wordings that were met before.", _W),
    Rule("W03", "Sentence of more than 60 words in a provision", "Nobody can apply a rule that has to be read three times. A point counts by itself.", _W),
    Rule("W04", "Double negative", "The reader has to undo both before the rule can be seen.", _W),
    Rule("W05", "Word for one gender", "A rule is written for everybody.", _W),
    Rule("W06", "The words \"and/or\"", "It leaves open what the rule says. \"Or\" includes both, unless the text says otherwise.", _W),
    Rule("W07", "List whose joints do not match", "Points end with ; and the last but one with ; and, or ; or, so that a reader knows whether all are needed or one.", _W),
    Rule("W08", "Sentence after the end of a list", "It cannot be cited, and whether it belongs to the last point or to all is a dispute in waiting.", _W),
    # Playbooks, exercises, benchmarks, roadmap
    Rule("K01", "Step after nothing", "`after` names other steps of the same playbook."),
    Rule("K02", "Steps that wait for each other", "None of them could ever be begun."),
    Rule("K03", "Inject out of time", "Injects stand in the order of their times, and none comes after the exercise has ended."),
    Rule("K04", "Inject that does not start its timeline", "The timelines of an inject are those whose clock its event starts."),
    Rule("K05", "Milestone counted from nothing", "It counts from the start of the roadmap or from another milestone."),
    Rule("K06", "Milestones counted in a circle", "None of them would ever have a date."),
    Rule("K07", "Figure that cannot be read", "A benchmark has a number with its unit, or an ISO 8601 duration without one."),
    Rule("K08", "Benchmark figure without a basis", "A figure under negotiation says what supports it or why it is proposed."),
    Rule("K09", "Clock that names no stage", "A clock is written timeline/stage: a whole timeline has no single time limit."),
    # Spillover assessment
    Rule("V01", "Sector that leans on itself", "An effect that comes back is never stronger than when it left; the entry says nothing."),
    Rule("V02", "Dependency or touch entered twice", "The two entries could contradict each other, and only one of them would count."),
    Rule("V03", "Levels not explained one by one", "`levels` says what each of none, limited, serious and grave means, and names no other."),
    Rule("V04", "Sector without effects on people", "An effect can reach the sector, and readers would not learn what it means for civilians.", _W),
    # Facts
    Rule("F01", "Fact without source or date", "What is not sourced is left out, or marked as general knowledge."),
    Rule("F02", "Unknown State", "The code is not in states.yaml."),
    Rule("F03", "Member listed twice", "A State belongs to a group once."),
    Rule("F04", "Practical action with neither commitment nor reason", "Each action of a UN norm names the commitments that "
         "cover it, or says why none does."),
    Rule("F05", "Clock of existing law without a start", "What it follows is an earlier stage of the same regime; what it "
         "answers is a stage of a timeline."),
    Rule("F06", "Answer that rests on no one fact", "A commitment is answered for a State by its membership of a group, or by "
         "its law: each entry names one of the two."),
    # Outlines of States
    Rule("O01", "Outline that cannot be drawn", "The map of States would be torn, or would not be made at all."),
    Rule("O02", "State that the map lacks, or has twice", "Whoever looks for a State on the map must find it, once."),
    # Editions, and ids that are gone
    Rule("E01", "Record that leads nowhere", "Whoever follows an old id, from an edition or a comment, must arrive."),
    Rule("E02", "Id said to be gone and still in use", "Readers of the old text would be sent to another thing of the same name."),
    Rule("E03", "Record that its ids do not fit", "Moved and renamed lead from one id to one, split to several, merged from several, and none in a circle."),
    Rule("E04", "Edition that is not as it was frozen", "A published edition does not change: who relies on it must find every byte."),
    Rule("E05", "Id of an edition that is gone without a word", "Links to it would break. Retire it, or record where it went."),
    Rule("E06", "Corpus that is not ready to be frozen", "An edition holds nothing overdue, and what a commit holds, nothing else."),
    # Building the site
    Rule("B01", "Link to a page that is not there", "A page of the built site links to one that it does not have."),
    Rule("B02", "Link to a place that is not on its page", "The page is there, but nothing on it bears that name."),
    Rule("B03", "Remark of the site builder", "What the site builder said while it worked: nothing may go unsaid or unseen."),
    Rule("B04", "Page that could not be made", "The site builder or a template failed on the page."),
    # Files from outside: texts, and checklists as workbooks or CSV
    Rule("Z01", "Not a file of the kind", "Only .docx, .xlsx and CSV can be read: .doc, .odt, .xls, .ods and others are saved as one of them first."),
    Rule("Z02", "Broken file", "It was cut short or changed on its way; what could be read of it could not be trusted."),
    Rule("Z03", "File protected by a password", "Nothing in it can be read without the password, which is not asked for."),
    Rule("Z04", "File too large", "A few bytes can unpack to gigabytes: sizes are looked at before anything is unpacked."),
    Rule("Z05", "Document type in a file", "It can name files and addresses for a reader to fetch. No office program writes one."),
    Rule("Z06", "Not a file of the model law", "Without a bookmark or a blank of the law nothing in it can be placed."),
    Rule("Z07", "Word file of another text", "It was made from another edition than the latest, or does not say from which.", _W),
    Rule("Z08", "Word file of a draft", "A draft changes: what was changed in it since shows as edits of the State.", _W),
    Rule("Z09", "Decisions that do not fit", "What a State had decided is kept in its file; the text has other places of choice by now.", _W),
    Rule("Z10", "Value for a blank that the file does not have", "It would be lost without a word."),
    Rule("Z11", "Value that does not fit its blank", "A date, a duration or a number is written in one way, so that it can be computed with."),
    Rule("Z12", "Blank without a value", "It stays a blank in the file, for a later hand.", _W),
    Rule("Z13", "Blank that is filled in already", "What somebody has filled in is not written over unasked."),
    Rule("Z14", "Word file that names no edition", "Held against another text than its own, all that differs between the two would show as edits."),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in _TABLE}
