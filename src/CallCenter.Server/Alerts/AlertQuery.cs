using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.Engine.Alerts;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Ingest;
using CallCenter.Server.Kpis;
using CallCenter.V1;

namespace CallCenter.Server.Alerts;

/// <summary>Which alerts a list is asked for, within what the caller may see.</summary>
internal sealed class AlertQuery
{
    private readonly ListAlertsRequest _request;
    private readonly Rights _rights;
    private readonly Instant? _from;
    private readonly Instant? _to;
    private readonly string[] _identity;

    /// <exception cref="FieldErrorException">Fields are wrong; the error names all of them.</exception>
    public AlertQuery(ListAlertsRequest request, Caller caller)
    {
        (_request, _rights) = (request, caller.Rights);
        var errors = new FieldErrors();
        var (size, from, to) = (0, (Instant?)null, (Instant?)null);
        errors.Try(() => { size = ListQuery.SizeOf(request.PageSize); });
        errors.Try(() => Fields.Optional(request.Target, "target"));
        errors.Try(() => { from = request.FromTime is { } time ? Fields.Time(time, "from_time") : null; });
        errors.Try(() => { to = request.ToTime is { } time ? Fields.Time(time, "to_time") : null; });
        errors.ThrowIfAny();
        (Size, _from, _to) = (size, from, to);
        _identity =
        [
            "alerts", caller.Tenant.Value, caller.Rights.FiltersText, request.Target, $"{request.OpenOnly}", $"{_from?.UnixMs}",
            $"{_to?.UnixMs}",
        ];
        if (request.PageToken.Length > 0) Before = IdIn(PageToken.Read(request.PageToken, _identity));
    }

    public int Size { get; }

    /// <summary>Only alerts with smaller ids are on the page.</summary>
    public long Before { get; } = long.MaxValue;

    public string TokenAfter(long id) => PageToken.Write([id.ToString(CultureInfo.InvariantCulture)], _identity);

    public bool Selects(AlertEntry entry)
    {
        var alert = entry.Alert;
        return (!_request.OpenOnly || alert.IsOpen)
            && (_request.Target.Length == 0 || alert.Subject.Target == _request.Target)
            && !(alert.ClearedAt < _from) && !(alert.RaisedAt >= _to)
            && _rights.Sees(alert.Subject);
    }

    private long IdIn(string[] key)
        => key is [var text] && AlertMapper.IdOf(text) is { } id ? id : throw PageToken.Wrong(_request.PageToken);
}
