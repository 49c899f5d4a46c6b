using CallCenter.Core.Events;

namespace CallCenter.Core.Tests.Model;

/// <summary>A contact of a customer whose id is known.</summary>
/// <param name="First">The visit that it began with; null when its source opened it.</param>
internal sealed record ModelCustomerContact(string Customer, ModelVisit? First, Dims Opened, long AtMs, int Number)
{
    public List<ModelVisit> Answers { get; } = [];
    public bool IsResolved { get; set; }
    public bool IsExcluded => First is { IsExcluded: true };
    public bool IsServed => IsResolved || Answers.Exists(v => !v.IsExcluded);
    public Dims Dims => First?.Dims ?? Opened;
}

/// <summary>The contacts of the customers of one source, kept for good.</summary>
internal sealed class ModelCustomers
{
    public const long RepeatWithinMs = 10 * 60_000;

    private readonly Dictionary<string, ModelCustomerContact> _now = [];
    private readonly Dictionary<ModelVisit, ModelCustomerContact> _ofVisit = [];
    private readonly List<ModelCustomerContact> _all = [];

    public IEnumerable<ModelCustomerContact> Counted => _all.Where(c => !c.IsExcluded);

    public void Queued(ModelVisit visit, string customer, bool isFirst)
    {
        if (isFirst) Begin(visit.ContactId, customer, visit, visit.Dims, visit.QueuedMs);
        if (_now.TryGetValue(visit.ContactId, out var contact)) _ofVisit.Add(visit, contact);
    }

    public void Opened(ContactOpened e, Dims dims, long atMs) => Begin(e.ContactId, e.CustomerId, null, dims, atMs);

    public void Answered(ModelVisit visit)
    {
        if (!visit.IsExcluded && _ofVisit.TryGetValue(visit, out var contact)) contact.Answers.Add(visit);
    }

    public void Resolved(string contactId)
    {
        if (_now.TryGetValue(contactId, out var contact)) contact.IsResolved = true;
    }

    public bool IsRepeat(ModelCustomerContact contact) => Counted.Any(other => AreClose(other, contact));

    public bool IsRepeated(ModelCustomerContact contact) => Counted.Any(other => AreClose(contact, other));

    private static bool AreClose(ModelCustomerContact before, ModelCustomerContact after) => before.Customer == after.Customer
        && (before.AtMs, before.Number).CompareTo((after.AtMs, after.Number)) < 0 && after.AtMs - before.AtMs <= RepeatWithinMs;

    private void Begin(string contactId, string customer, ModelVisit? first, Dims dims, long atMs)
    {
        _now.Remove(contactId);
        if (customer.Length == 0 || dims.Direction == "outbound" || dims.Channel == "callback") return;
        _all.Add(_now[contactId] = new ModelCustomerContact(customer, first, dims, atMs, _all.Count));
    }
}
