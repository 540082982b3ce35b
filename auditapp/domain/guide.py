"""One page for each role: what somebody does with the system who has five minutes and no training.

The page, the paper and `docs/guides/` are made of these sentences.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from auditapp.domain.words import N_

Said = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """``role``: a code of `words.ROLES`. ``what``: in one sentence. ``steps``: in their order, each a few words and
    what they mean. ``know``: what is good to know on the way."""

    role: str
    what: str
    steps: Said
    know: tuple[str, ...]

    @property
    def name(self) -> str:
        """Of its page and file: 'process-owner'."""
        return self.role.replace("_", "-")

    def sentences(self) -> Iterator[str]:
        """All that is said, in its order."""
        yield self.what
        for title, words in self.steps:
            yield from (title, words)
        yield from self.know


AUDITOR = Guide(
    "auditor",
    N_("You compare what is done with what is required, and write down what you saw: on a tablet or phone, "
       "without a network if need be."),
    (
        (N_("Prepare"),
         N_("Where there is a network, open the audit from your first page and press 'Prepare site walk'. Wait "
            "until it says that it is ready: questions, last answers and open nonconformities are then on the "
            "device.")),
        (N_("Answer"),
         N_("One tap answers a question, and the next one moves up. For five seconds you can undo it. 'Later' "
            "keeps a question for the end of the day.")),
        (N_("Show how you know"),
         N_("Tap Seen, Read or Asked. Add a photo, a note, or a sample such as '3 of 14, every fifth'. You pick "
            "the sample, not the auditee.")),
        (N_("Note a finding"),
         N_("'Nonconformity' opens a finding that knows question, place and photos already. Say what fails in "
            "the system: no cause, no solution, no name of a person.")),
        (N_("Watch the line at the top"),
         N_("It counts what is on this tablet, on its way, and safe on the server. When it says that everything "
            "is on the server, you may close the tablet.")),
        (N_("Close the day"),
         N_("The menu holds the closing meeting: the summary to read out, and a place to sign with a finger.")),
        (N_("Finish at the desk"),
         N_("The audit team leader completes and releases the findings, concludes the audit, and issues the "
            "report when nothing is missing.")),
    ),
    (
        N_("Nobody audits their own work. Where nobody else can, somebody other than you approves it, and it "
           "prints."),
        N_("A requirement that is not met is a nonconformity, never an observation."),
        N_("Two of you may walk the same audit. Where your answers differ, both stay until one of you decides."),
        N_("A dead battery or a killed browser loses nothing: open the walk again, and go on where you were."),
    ),
)  # fmt: skip

PROCESS_OWNER = Guide(
    "process_owner",
    N_("Somebody found that a requirement is not met in your process. The mail to you holds a link: it opens "
       "what was found, without an account or a password."),
    (
        (N_("Read and acknowledge"),
         N_("The page shows what was found, with photos, the requirement, what you are asked, and by when. "
            "'Acknowledge' says that you have read it, nothing more.")),
        (N_("Say so if it is not right"),
         N_("Dispute it with a reason, or say that it is not yours. Somebody else decides, and tells you.")),
        (N_("Correct it at once"),
         N_("Put right what was found, and write what you did and when. That is the correction; it does not keep"
            " it from coming back.")),
        (N_("Look elsewhere"),
         N_("Where else could it be? Write where you looked, at how many places, and what was there.")),
        (N_("Find the cause"),
         N_("Ask why until you reach a control that failed or was not there. Ask twice: why did it happen, and "
            "why did nobody notice? 'Somebody forgot' is not a cause.")),
        (N_("Plan what removes the cause"),
         N_("At least one action for each cause, with an owner and a day. Say how one will see that it worked, "
            "and when that is checked. Then submit the plan: somebody independent accepts it, or returns it with"
            " words.")),
        (N_("Do it, and show it"),
         N_("Report each action done with a photo or a document. Somebody looks whether it is so, and on the day"
            " you chose judges whether it worked. Then it is closed.")),
    ),
    (
        N_("The link works on the device that opened it first. On another one, it offers to mail you a new one."),
        N_("The day is too soon? Ask whoever judges it to extend it before it has passed. That takes a reason."),
        N_("An observation or opportunity asks less: take it up with a day, or decline it with a reason."),
        N_("If the network fails while you write, what you typed stays on the page: try again."),
    ),
)  # fmt: skip

EMS_LEAD = Guide(
    "ems_lead",
    N_("You run the system: your first page says what waits for you, and nothing else does."),
    (
        (N_("Set up once"),
         N_("Add sites, processes with their owners, and people with their roles. Process owners need no "
            "password: mails carry links.")),
        (N_("Plan audits"),
         N_("Choose processes and a checklist. Title, scope, criteria, team and date are proposed, and you are "
            "told who would audit their own work.")),
        (N_("Release findings"),
         N_("Only complete ones can be released: evidence, requirement, statement, grade with its reason, owner."
            " A nonconformity gets its number and due dates, and its owner a mail.")),
        (N_("Judge plans"),
         N_("Accept the plan, or return it with words. The page warns of 'human error' as only cause, of "
            "training as only action, and of a cause that repeats the statement.")),
        (N_("Verify, then check effectiveness"),
         N_("Two looks at two times: is it carried out, and did it work? Neither by the owner of the "
            "nonconformity, of an action or of the process.")),
        (N_("Issue the report"),
         N_("The preview lists what is missing. Issued, it is frozen and signed, its recipients get it by mail, "
            "and a change is a new revision.")),
        (N_("Hold the management review"),
         N_("Prepare it: what is on record fills its inputs, others are asked by mail. Its decisions are "
            "followed until they are done.")),
        (N_("Hand over evidence"),
         N_("A closure evidence pack holds nonconformities with photos, papers and history as one file that "
            "anybody can check without this system.")),
    ),
    (
        N_("Each morning at 7:00 one mail tells each person what is due. Who is told next when it is late stands"
           " on the page."),
        N_("A due date moves with a reason and an approver. The first date stays on the page and on paper."),
        N_("Print the poster of a process: its code opens a page on which anybody reports a concern."),
        N_("Your first page names addresses at which mail does not arrive."),
    ),
)  # fmt: skip

TOP_MANAGEMENT = Guide(
    "top_management",
    N_("You answer for the system. It takes two pages twice a year, and decisions that somebody carries out."),
    (
        (N_("Look at your first page"),
         N_("How many nonconformities are open, how many of them are major, and how many are late. Each number "
            "leads to its list.")),
        (N_("Read reports in two pages"),
         N_("Each issued report has a version for management: conclusion, major nonconformities, what is asked "
            "of you.")),
        (N_("Read the figures"),
         N_("What comes back, what takes long, which clauses and processes stand out: each against the period "
            "before.")),
        (N_("Approve as second person"),
         N_("To void a nonconformity, or to let somebody verify who is not independent, takes two people. You "
            "are asked on your first page, with the reason.")),
        (N_("Hold the management review"),
         N_("Read its inputs. Then write whether the system is suitable, adequate and effective.")),
        (N_("Decide"),
         N_("Each decision says what, who and by when. Its owner gets a mail, and the next review begins with it.")),
    ),
    (
        N_("You see every audit and nonconformity, and change none by reading."),
        N_("Nothing disappears: a paper that was issued stays as it is, and every change has a name, a day and a"
           " reason."),
        N_("A major nonconformity touches the results that the system is meant to reach: ask what it needs from "
           "you."),
    ),
)  # fmt: skip

ADMINISTRATOR = Guide(
    "administrator",
    N_("You keep the server running and give people their roles. By this role you see no audit."),
    (
        (N_("Start it"),
         N_("'bin/run' sets up what is missing and prints the code with which the first person claims the "
            "installation.")),
        (N_("Give tablets a safe address"),
         N_("Camera and walks without a network need HTTPS: 'bin/run --host 0.0.0.0 --https', or a certificate "
            "of yours. The page /trust shows tablets how to trust it.")),
        (N_("Let mail go out"),
         N_("Set AUDITAPP_MAIL_URL, then send a test mail from your account page. The command 'bounces' reads "
            "what came back, so that nobody waits for an answer to a mail that never arrived.")),
        (N_("Add people"),
         N_("Auditors and who steers get an invitation; process owners work by links. A person may have several "
            "roles.")),
        (N_("Let people leave"),
         N_("Hand over what is theirs first, then deactivate them. What they did stays in the record.")),
        (N_("Ask the doctor"),
         N_("'flask --app wsgi doctor' says what is wrong, and how to mend it. With '--every-byte' it reads "
            "every file.")),
        (N_("Keep a copy elsewhere"),
         N_("'flask --app wsgi backup PLACE' copies database, photos, papers and secrets into one file while people"
            " work; do it each night, and keep the file on another machine. 'restore FILE' brings it all back into"
            " an empty folder: try it now and then.")),
    ),
    (
        N_("A mail address can be corrected until its person has chosen a password."),
        N_("A lost tablet: its owner ends its session on their account page; deactivated, all sessions of a "
           "person end."),
        N_("A passkey belongs to the address of this server: when the host changes, people add theirs again. A lost "
           "one is removed by its owner on the account page."),
        N_("There is always at least one administrator: the last one cannot be deactivated."),
    ),
)  # fmt: skip

GUIDES = {guide.name: guide for guide in (AUDITOR, PROCESS_OWNER, EMS_LEAD, TOP_MANAGEMENT, ADMINISTRATOR)}
"""By the name of their page."""
