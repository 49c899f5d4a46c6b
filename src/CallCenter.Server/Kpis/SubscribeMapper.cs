using CallCenter.Engine.Board;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.Server.Ingest;
using CallCenter.V1;
using DeadBand = CallCenter.Engine.Board.DeadBand;

namespace CallCenter.Server.Kpis;

/// <summary>Maps what a subscriber wants, and how, or says which fields are wrong and what would be right.</summary>
/// <param name="outdated">Cancelled when other settings are in force than at the mapping, or before it.</param>
internal sealed class SubscribeMapper(
    SelectorMapper selectors, Caller caller, ServerOptions options, Stopping stopping, CancellationToken outdated)
{
    private const int TokenBytesMax = 64, MoreMax = 31;
    private static readonly TimeSpan IntervalMin = TimeSpan.FromSeconds(0.05), IntervalMax = TimeSpan.FromSeconds(60);

    /// <summary>The subscriptions of a request, its own first.</summary>
    public IReadOnlyList<AskedView> MapAll(SubscribeRequest request)
    {
        if (request.More.Count > MoreMax) throw new FieldErrorException(
            "more", $"has {request.More.Count} subscriptions; at most {MoreMax} are allowed", $"{request.More.Count}");
        var errors = new FieldErrors();
        var first = errors.Try(() => Map(request));
        var more = errors.Try(request.More, (one, i) => MapMore(one, $"more[{i}]"));
        errors.ThrowIfAny();
        return [first!, .. more];
    }

    private AskedView MapMore(SubscribeRequest one, string field)
    {
        try
        {
            return one.More.Count == 0 ? Map(one) : throw new FieldErrorException(
                "more", "is set in a further subscription; list all of them in that of the request", $"{one.More.Count}");
        }
        catch (FieldErrorException e)
        {
            throw e.Within(field);
        }
    }

    private AskedView Map(SubscribeRequest request)
    {
        var errors = new FieldErrors();
        var selector = errors.Try(() => selectors.Map(caller, request.Selector));
        var interval = TimeSpan.Zero;
        errors.Try(() => $"{interval = IntervalOf(request)}");
        errors.Try(() => request.ResumeToken.Length <= TokenBytesMax ? "" : throw new FieldErrorException(
            "resume_token", $"is longer than {TokenBytesMax} bytes; send what the server sent", $"{request.ResumeToken.Length} bytes"));
        errors.Try(() => Enum.IsDefined(request.Mode) ? "" : throw new FieldErrorException(
            "mode", $"has the unknown value {(int)request.Mode}", $"{(int)request.Mode}"));
        var bands = errors.Try(() => BandsOf(request));
        errors.ThrowIfAny();
        return new AskedView(selector!, new ReaderOptions
        {
            Interval = interval,
            HeartbeatInterval = options.HeartbeatInterval,
            IsPeriodic = request.Mode == SubscribeMode.Periodic,
            DeadBands = request.DeadBands.Count > 0 ? new DeadBands(bands!) : null,
            Resume = ResumeToken.Parse(request.ResumeToken),
            Stopping = stopping.Token,
            Outdated = outdated,
        });
    }

    private static TimeSpan IntervalOf(SubscribeRequest request)
    {
        var interval = Fields.Span(request.MinInterval, "min_interval") ?? TimeSpan.FromSeconds(1);
        return interval >= IntervalMin && interval <= IntervalMax ? interval : throw new FieldErrorException(
            "min_interval", "must be 0.05 s to 60 s", FormattableString.Invariant($"{interval.TotalSeconds} s"));
    }

    private static DeadBand?[] BandsOf(SubscribeRequest request)
    {
        var bands = new DeadBand?[request.Selector?.Kpis.Count ?? 0];
        var errors = new FieldErrors();
        for (var i = 0; i < request.DeadBands.Count; i++)
        {
            var (band, field) = (request.DeadBands[i], $"dead_bands[{i}]");
            errors.Try(() => $"{bands[ColumnOf(band, bands, field)] = BandOf(band, field)}");
        }
        errors.ThrowIfAny();
        return bands;
    }

    private static int ColumnOf(V1.DeadBand band, DeadBand?[] bands, string field)
    {
        if (band.Column < 0 || band.Column >= bands.Length) throw new FieldErrorException(
            $"{field}.column", $"must be 0 to {bands.Length - 1}, the index of a KPI", $"{band.Column}");
        return bands[band.Column] is null ? band.Column : throw new FieldErrorException(
            $"{field}.column", "has a dead band already", $"{band.Column}");
    }

    private static DeadBand BandOf(V1.DeadBand band, string field) => band.BandCase switch
    {
        V1.DeadBand.BandOneofCase.Absolute => new DeadBand(Positive(band.Absolute, $"{field}.absolute"), 0),
        V1.DeadBand.BandOneofCase.Percent => new DeadBand(0, Positive(band.Percent, $"{field}.percent") / 100),
        _ => throw new FieldErrorException(field, "has neither absolute nor percent; set one"),
    };

    private static double Positive(double value, string field) => double.IsFinite(value) && value > 0 ? value
        : throw new FieldErrorException(field, "must be above 0", FormattableString.Invariant($"{value}"));
}
