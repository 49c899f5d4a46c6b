using CallCenter.Engine.Board;
using CallCenter.Server.Errors;
using CallCenter.Server.Ingest;
using CallCenter.V1;
using DeadBand = CallCenter.Engine.Board.DeadBand;

namespace CallCenter.Server.Kpis;

/// <summary>Maps how a subscriber wants its values, or says which fields are wrong and what would be right.</summary>
internal static class ReadingMapper
{
    private const int TokenBytesMax = 64;
    private static readonly TimeSpan IntervalMin = TimeSpan.FromSeconds(0.05), IntervalMax = TimeSpan.FromSeconds(60);

    public static ReaderOptions Map(SubscribeRequest request, TimeSpan heartbeatInterval, CancellationToken stopping)
    {
        var errors = new FieldErrors();
        var interval = TimeSpan.Zero;
        errors.Try(() => $"{interval = IntervalOf(request)}");
        errors.Try(() => request.ResumeToken.Length <= TokenBytesMax ? "" : throw new FieldErrorException(
            "resume_token", $"is longer than {TokenBytesMax} bytes; send what the server sent", $"{request.ResumeToken.Length} bytes"));
        errors.Try(() => Enum.IsDefined(request.Mode) ? "" : throw new FieldErrorException(
            "mode", $"has the unknown value {(int)request.Mode}", $"{(int)request.Mode}"));
        var bands = errors.Try(() => BandsOf(request));
        errors.ThrowIfAny();
        return new ReaderOptions
        {
            Interval = interval,
            HeartbeatInterval = heartbeatInterval,
            IsPeriodic = request.Mode == SubscribeMode.Periodic,
            DeadBands = request.DeadBands.Count > 0 ? new DeadBands(bands!) : null,
            Resume = ResumeToken.Parse(request.ResumeToken),
            Stopping = stopping,
        };
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
