using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>The recent contacts of customers by number, customer and contact, oldest first. Used by one thread at a time.</summary>
internal sealed class CustomerTable
{
    private static readonly Comparer<CustomerContact> ByTime
        = Comparer<CustomerContact>.Create((a, b) => (a.At.UnixMs, a.Handle).CompareTo((b.At.UnixMs, b.Handle)));
    private static readonly FloorJournal.Undo UndoReplace
        = static (table, step) => ((CustomerTable)table).Put(((Step)step).After, ((Step)step).Before);

    private readonly FloorState _state;
    private readonly Dictionary<int, CustomerContact> _contacts = [];
    private readonly Dictionary<string, List<CustomerContact>> _byCustomer = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byContact = new(StringComparer.Ordinal);
    private readonly SortedSet<CustomerContact> _byTime = new(ByTime);
    private readonly SortedSet<CustomerContact> _provisional = new(ByTime); // Those after which a repeat may still follow.

    public CustomerTable(FloorState state)
    {
        _state = state;
        Numbers = new HandleNumbers(() => _contacts.Keys.Concat(state.Changes.Handles(FloorItemKind.CustomerContact)));
    }

    private sealed record Step(CustomerContact? Before, CustomerContact? After);

    public int Count => _contacts.Count;
    public IEnumerable<CustomerContact> All => _contacts.Values;
    public IEnumerable<CustomerContact> OldestFirst => _byTime;

    public IEnumerable<CustomerContact> OldestProvisional => _provisional;

    public HandleNumbers Numbers { get; }

    public CustomerContact? Find(int handle) => handle == 0 ? null : _contacts.GetValueOrDefault(handle);

    /// <summary>The contact that has the id now.</summary>
    public CustomerContact? OfContact(string contactId)
        => _byContact.Count > 0 && _byContact.TryGetValue(contactId, out var handle) ? _contacts[handle] : null;

    public IReadOnlyList<CustomerContact> OfCustomer(string customerId)
        => _byCustomer.TryGetValue(customerId, out var contacts) ? [.. contacts] : [];

    /// <summary>The customer's own contacts before and after.</summary>
    public (CustomerContact? Before, CustomerContact? After) NeighboursOf(CustomerContact contact)
    {
        var all = _byCustomer[contact.CustomerId];
        var at = all.BinarySearch(contact, ByTime);
        return (Next(at, -1), Next(at, 1));

        CustomerContact? Next(int from, int step)
        {
            for (var i = from + step; i >= 0 && i < all.Count; i += step)
            {
                if (!all[i].IsOutbound) return all[i];
            }
            return null;
        }
    }

    /// <summary>Adds, changes or removes a contact.</summary>
    public void Replace(CustomerContact? before, CustomerContact? after)
    {
        _state.Journal.Add(UndoReplace, this, new Step(before, after));
        Put(before, after);
    }

    public void Restore(IEnumerable<CustomerContact> contacts)
    {
        foreach (var contact in contacts) Index(contact);
        Numbers.Start();
    }

    private void Put(CustomerContact? before, CustomerContact? after)
    {
        if (before is not null) RemoveIndex(before);
        if (after is not null) Index(after);
        if (after is not null) _state.Changes.Put(FloorItemKind.CustomerContact, after.Handle, after);
        else _state.Changes.Remove(FloorItemKind.CustomerContact, before!.Handle);
    }

    private void Index(CustomerContact contact)
    {
        _contacts.Add(contact.Handle, contact);
        _byTime.Add(contact);
        if (!contact.IsFinal) _provisional.Add(contact);
        if (contact.ContactId.Length > 0) _byContact[contact.ContactId] = contact.Handle;
        if (!_byCustomer.TryGetValue(contact.CustomerId, out var all)) _byCustomer.Add(contact.CustomerId, all = []);
        all.Insert(~all.BinarySearch(contact, ByTime), contact);
    }

    private void RemoveIndex(CustomerContact contact)
    {
        _contacts.Remove(contact.Handle);
        _byTime.Remove(contact);
        _provisional.Remove(contact);
        if (contact.ContactId.Length > 0) _byContact.Remove(contact.ContactId);
        var all = _byCustomer[contact.CustomerId];
        all.RemoveAt(all.BinarySearch(contact, ByTime));
        if (all.Count == 0) _byCustomer.Remove(contact.CustomerId);
    }
}
