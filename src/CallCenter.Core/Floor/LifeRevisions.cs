using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Changes what opened contacts have counted: takes them out of all windows, or moves them to other traits, as if they had been
/// known as what they are from the beginning. Their visits have counts of their own. Used by one thread at a time.</summary>
internal sealed class LifeRevisions(FloorState state, LifeCounts counts, TagSets tags)
{
    private readonly TraitChange _change = new(state, tags);

    /// <summary>Whether the event is such a change; applies or refuses it then.</summary>
    public bool Apply(Contact contact, ContactLifeEvent e, Instant receivedAt, out Refusal? refusal)
    {
        refusal = null;
        if (e is not (ContactExcluded or ContactReclassified)) return false;
        refusal = RefuseChange(contact, e) ?? (e is ContactExcluded excluded
            ? Exclude(contact, excluded)
            : Classify(contact, (ContactReclassified)e));
        if (refusal is null) contact.SeenAt = receivedAt;
        return true;
    }

    private Refusal? Exclude(Contact contact, ContactExcluded e)
    {
        var life = contact.Life!;
        state.Customers.Excluded(contact);
        counts.Revert(contact);
        contact.Life = life with { IsExcluded = true };
        var row = state.Rows.NumberOf(state.Rows.KeyOf(life.Row)! with { Reason = e.Reason });
        state.Deltas.Count(row, Measure.ContactsExcluded, life.OpenedAt, 1);
        Changed(contact);
        return null;
    }

    private Refusal? Classify(Contact contact, ContactReclassified e)
    {
        var life = contact.Life!;
        var former = state.Rows.KeyOf(life.Row)!;
        var traits = _change.With(former.Traits, e.Classification);
        if (TraitChange.HasTooManyTags(traits))
            return Refusal.OfContact(contact.Id, $"at its limit of {TagText.CountMax} tags", e.GetType().Name);
        if (former.IsWithoutDimensions || traits == former.Traits) return null;
        state.Customers.Moved(contact, Moved);
        counts.Move(contact, Moved);
        contact.Life = life with
        {
            Row = Moved(life.Row),
            AtOnce = life.AtOnce is { } once ? once with { Row = Moved(once.Row) } : null,
        };
        Changed(contact);
        return null;

        int Moved(int row) => _change.Moved(row, traits);
    }

    private static Refusal? RefuseChange(Contact contact, ContactLifeEvent e)
    {
        if (contact.Life!.IsExcluded) return Refusal.OfContact(contact.Id, "excluded already", e.GetType().Name);
        return contact.Life.KeepsCounts ? null : Refusal.OfContact(contact.Id, "opened before its counts were kept", e.GetType().Name);
    }

    private void Changed(Contact contact)
    {
        state.Changes.Put(FloorItemKind.Contact, contact.Handle, contact);
        state.Changes.Put(FloorItemKind.OpenContact, contact.Handle, contact);
    }
}
