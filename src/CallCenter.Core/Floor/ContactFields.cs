using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>The fields of a contact that change; see <see cref="FloorJournal"/>.</summary>
internal struct ContactFields : ISavedFields<Contact>
{
    private Contact _contact;
    private ContactLife? _life;
    private CountedFacts _counted;
    private int _liveVisits;
    private (ContactVisit By, Instant At, int Row) _arrived;
    private (ContactDecision How, ContactVisit By, ContactLeft Left) _decided;
    private (ContactVisit Handled, ContactVisit Transferred) _by;
    private (Instant Ended, Instant Seen) _at;

    public void Save(Contact contact)
    {
        _contact = contact;
        _life = contact.Life;
        _counted = contact.Counted;
        _liveVisits = contact.LiveVisits;
        _arrived = (contact.ArrivedBy, contact.EnteredAt, contact.EntryRow);
        _decided = (contact.Decision, contact.DecidedBy, contact.Left);
        _by = (contact.HandledBy, contact.TransferredBy);
        _at = (contact.EndedAt, contact.SeenAt);
    }

    public readonly void Restore()
    {
        _contact.Life = _life;
        _contact.Counted = _counted;
        _contact.LiveVisits = _liveVisits;
        (_contact.ArrivedBy, _contact.EnteredAt, _contact.EntryRow) = _arrived;
        (_contact.Decision, _contact.DecidedBy, _contact.Left) = _decided;
        (_contact.HandledBy, _contact.TransferredBy) = _by;
        (_contact.EndedAt, _contact.SeenAt) = _at;
    }
}
