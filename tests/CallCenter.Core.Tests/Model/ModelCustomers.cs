using CallCenter.Core.Events;

namespace CallCenter.Core.Tests.Model;

/// <summary>A contact of a customer whose id is known.</summary>
/// <param name="First">The visit that it began with; null when its source opened it.</param>
/// <param name="Opened">The opened contact; null when it began with a visit.</param>
internal sealed record ModelCustomerContact(string Customer, ModelVisit? First, ModelLife? Opened, long AtMs, int Number)
{
    public List<ModelVisit> Answers { get; } = [];
    public List<ModelLife> Resolutions { get; } = [];
    public List<ModelVisit> Abandons { get; } = [];
    public bool IsFinal { get; set; }
    public bool IsOutbound => Dims.Direction == "outbound" || Dims.Channel == "callback";
    public bool IsMissed => !IsServed && Abandons.Exists(v => !v.IsExcluded);
    public bool IsExcluded => First is { IsExcluded: true } || Opened is { IsExcluded: true };
    public bool IsServed => Resolutions.Exists(l => !l.IsExcluded) || Answers.Exists(v => !v.IsExcluded);
    public Dims Dims => First?.Dims ?? Opened!.Dims;
}

/// <summary>The contacts of the customers of one source, kept for good.</summary>
internal sealed class ModelCustomers
{
    public const long RepeatWithinMs = 10 * 60_000;

    private readonly Dictionary<string, ModelCustomerContact> _now = [];
    private readonly Dictionary<ModelVisit, ModelCustomerContact> _ofVisit = [];
    private readonly List<ModelCustomerContact> _all = [];

    public IEnumerable<ModelCustomerContact> Counted => _all.Where(c => !c.IsExcluded && !c.IsOutbound);

    public void Queued(ModelVisit visit, string customer, bool isFirst)
    {
        if (isFirst) Begin(visit.ContactId, customer, visit, null, visit.QueuedMs);
        if (_now.TryGetValue(visit.ContactId, out var contact)) _ofVisit.Add(visit, contact);
    }

    public void Opened(ContactOpened e, ModelLife life, long atMs) => Begin(e.ContactId, e.CustomerId, null, life, atMs);

    public void Answered(ModelVisit visit)
    {
        if (!visit.IsExcluded && _ofVisit.TryGetValue(visit, out var contact)) contact.Answers.Add(visit);
    }

    public void Abandoned(ModelVisit visit)
    {
        if (!visit.IsExcluded && _ofVisit.TryGetValue(visit, out var contact)) contact.Abandons.Add(visit);
    }

    public void Advance(long nowMs)
    {
        foreach (var contact in _all.Where(c => nowMs - c.AtMs > RepeatWithinMs)) contact.IsFinal = true;
    }

    /// <summary>Another contact of the customer, or of the centre with the customer, was served soon after.</summary>
    public bool IsRecovered(ModelCustomerContact missed) => missed.IsMissed && _all.Exists(other => !other.IsExcluded && other.IsServed
        && IsLater(missed, other) && other.AtMs - missed.AtMs <= 24 * 3_600_000L);

    public void Resolved(string contactId, ModelLife life)
    {
        if (_now.TryGetValue(contactId, out var contact)) contact.Resolutions.Add(life);
    }

    public bool IsRepeat(ModelCustomerContact contact) => Counted.Any(other => AreClose(other, contact));

    public bool IsRepeated(ModelCustomerContact contact) => Counted.Any(other => AreClose(contact, other));

    private static bool AreClose(ModelCustomerContact before, ModelCustomerContact after)
        => IsLater(before, after) && after.AtMs - before.AtMs <= RepeatWithinMs;

    private static bool IsLater(ModelCustomerContact before, ModelCustomerContact after) => before.Customer == after.Customer
        && (before.AtMs, before.Number).CompareTo((after.AtMs, after.Number)) < 0;

    private void Begin(string contactId, string customer, ModelVisit? first, ModelLife? opened, long atMs)
    {
        _now.Remove(contactId);
        if (customer.Length == 0) return;
        _all.Add(_now[contactId] = new ModelCustomerContact(customer, first, opened, atMs, _all.Count));
    }
}
