using System.Collections.Concurrent;
using CallCenter.Core.Identity;
using CallCenter.Server.Callers;

namespace CallCenter.Server.Access;

/// <summary>
/// Who did what, as structured lines of a log category of their own ("CallCenter.Audit"). Nothing secret is in it, and nothing of
/// persons: keys appear by their id. What repeats is logged once for each credential, address and minute.
/// </summary>
internal sealed partial class AuditLog(ILoggerFactory loggers, TimeProvider time)
{
    public const string Category = "CallCenter.Audit";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // Callers from ever new addresses must not fill the memory.
    private const int RepeatsMax = 10_000;

    private readonly ILogger _log = loggers.CreateLogger(Category);
    private readonly ConcurrentDictionary<(string What, string Who, string Address), long> _loggedAt = new();

    public void Used(Caller caller)
    {
        if (caller.Credential.Length > 0 && IsFirst("used", caller.Credential, caller.Address))
            CredentialUsed(_log, caller.Tenant.Value, caller.Credential, caller.Address);
    }

    public void Refused(Caller? caller, string reason, string method, string address)
    {
        if (IsFirst($"{reason} {method}", caller?.Credential ?? "", address))
            CallRefused(_log, reason, SafeText.Of(method), caller?.Tenant.Value ?? "", caller?.Credential ?? "", address);
    }

    public void TicketIssued(Caller caller)
    {
        if (IsFirst("ticket", caller.Credential, caller.Address))
            TicketsIssued(_log, caller.Tenant.Value, caller.Credential, caller.Address);
    }

    public void Excluded(Caller caller, string source, int count)
        => VisitsExcluded(_log, caller.Tenant.Value, caller.Credential, SafeText.Of(source), count);

    /// <param name="length">Characters of the contact's id, which itself must not be kept here.</param>
    public void ContactForgotten(Caller caller, int length, int visits, int eventIds)
        => ContactsForgotten(_log, caller.Tenant.Value, caller.Credential, caller.Address, length, visits, eventIds);

    public void AlertAcknowledged(Caller caller, long id)
        => AlertsAcknowledged(_log, caller.Tenant.Value, caller.Credential, caller.Address, id);

    public void KeysChanged(IEnumerable<AccessKey> before, IEnumerable<AccessKey> after)
    {
        var (old, now) = (before.ToDictionary(key => key.Id), after.ToDictionary(key => key.Id));
        KeysLoaded(
            _log, now.Count,
            List(now.Keys.Except(old.Keys)),
            List(old.Keys.Except(now.Keys)),
            List(now.Values.Where(key => old.TryGetValue(key.Id, out var was) && !was.IsSameAs(key)).Select(key => key.Id)));
    }

    public void KeysUnreadable(string problem) => KeysNotLoaded(_log, SafeText.Of(problem));

    private static string List(IEnumerable<string> ids)
        => string.Join(' ', ids.Order(StringComparer.Ordinal).Select(id => SafeText.Of(id)));

    private bool IsFirst(string what, string who, string address)
    {
        var now = time.GetTimestamp();
        if (_loggedAt.Count >= RepeatsMax) _loggedAt.Clear();
        var key = (what, who, address);
        if (_loggedAt.TryGetValue(key, out var at) && time.GetElapsedTime(at, now) < Interval) return false;
        _loggedAt[key] = now;
        return true;
    }

    [LoggerMessage(201, LogLevel.Information, "CredentialUsed: tenant {Tenant}, {Credential}, from {Address}.")]
    private static partial void CredentialUsed(ILogger logger, string tenant, string credential, string address);

    [LoggerMessage(202, LogLevel.Warning, "CallRefused: {Reason}, {Method}, tenant {Tenant}, {Credential}, from {Address}.")]
    private static partial void CallRefused(
        ILogger logger, string reason, string method, string tenant, string credential, string address);

    [LoggerMessage(203, LogLevel.Information, "VisitsExcluded: tenant {Tenant}, {Credential}, source {Source}, {Count} visits.")]
    private static partial void VisitsExcluded(ILogger logger, string tenant, string credential, string source, int count);

    [LoggerMessage(204, LogLevel.Information, "KeysLoaded: {Count} keys; added {Added}; removed {Removed}; changed {Changed}.")]
    private static partial void KeysLoaded(ILogger logger, int count, string added, string removed, string changed);

    [LoggerMessage(206, LogLevel.Information, "TicketIssued: tenant {Tenant}, {Credential}, from {Address}.")]
    private static partial void TicketsIssued(ILogger logger, string tenant, string credential, string address);

    [LoggerMessage(207, LogLevel.Information, "ContactForgotten: tenant {Tenant}, {Credential}, from {Address}, "
        + "an id of {Length} characters, {Visits} visits, {EventIds} event ids.")]
    private static partial void ContactsForgotten(
        ILogger logger, string tenant, string credential, string address, int length, int visits, int eventIds);

    [LoggerMessage(208, LogLevel.Information, "AlertAcknowledged: tenant {Tenant}, {Credential}, from {Address}, alert {Id}.")]
    private static partial void AlertsAcknowledged(ILogger logger, string tenant, string credential, string address, long id);

    [LoggerMessage(205, LogLevel.Error, "KeysNotLoaded: {Problem} The keys that were read before stay valid.")]
    private static partial void KeysNotLoaded(ILogger logger, string problem);
}
