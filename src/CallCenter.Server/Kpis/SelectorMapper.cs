using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Ingest;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Filter = CallCenter.Core.Views.Filter;
using KpiDefinition = CallCenter.Core.Kpis.KpiDefinition;
using Selector = CallCenter.Core.Views.Selector;
using Window = CallCenter.Core.Windows.Window;

namespace CallCenter.Server.Kpis;

/// <summary>Turns a selector into the domain's, or says which field is wrong and what would be right.</summary>
internal sealed class SelectorMapper(KpiArguments defaults)
{
    private const int KpisMax = 100;
    private const int GroupByMax = 4;
    private const int FiltersMax = 10;
    private const int ValuesMax = 1_000;

    /// <param name="caller">Whose filters are added to those of the message.</param>
    public Selector Map(Caller caller, V1.Selector? message)
    {
        if (message is null) throw new FieldErrorException("selector", "is missing; it is required");
        if (message.Kpis.Count is 0 or > KpisMax)
            throw new FieldErrorException(
                "selector.kpis", $"has {message.Kpis.Count} KPIs; ask for 1 to {KpisMax}", $"{message.Kpis.Count}");
        if (message.GroupBy.Count > GroupByMax)
            throw new FieldErrorException(
                "selector.group_by", $"has {message.GroupBy.Count} dimensions; at most {GroupByMax} are allowed",
                    $"{message.GroupBy.Count}");
        if (message.Where.Count > FiltersMax)
            throw new FieldErrorException(
                "selector.where", $"has {message.Where.Count} filters; at most {FiltersMax} are allowed", $"{message.Where.Count}");
        return new Selector(
            caller.Tenant,
            // Callers with different filters share no view.
            $"{message.ToByteString().ToBase64()}\n{caller.Rights.FiltersText}",
            [.. message.Kpis.Select((kpi, i) => Column(kpi, $"selector.kpis[{i}]"))],
            [.. message.GroupBy.Select((name, i) => DimensionOf(name, $"selector.group_by[{i}]"))],
            [.. message.Where.Select((filter, i) => FilterOf(filter, $"selector.where[{i}]")), .. caller.Rights.Filters],
            WindowOf(message.Window, "selector.window")).Complete();
    }

    private Column Column(KpiRef kpi, string field)
    {
        var definition = KpiCatalog.Find(kpi.Id)
            ?? throw new FieldErrorException(
                $"{field}.id", $"is {Quoted(kpi.Id)}, which is not a KPI; did you mean {string.Join(", ", KpiCatalog.Near(kpi.Id))}? "
                    + "ListKpis has all",
                kpi.Id);
        var variant = definition.FindVariant(kpi.Variant)
            ?? throw new FieldErrorException(
                $"{field}.variant", $"is {Quoted(kpi.Variant)}; {kpi.Id} has {string.Join(", ", definition.Variants.Select(v => v.Id))}",
                    kpi.Variant);
        return new Column(definition, variant, Arguments(kpi, definition, field));
    }

    private KpiArguments Arguments(KpiRef kpi, KpiDefinition definition, string field)
    {
        if (kpi.Threshold is null) return defaults;
        if (!definition.HasThreshold)
            throw new FieldErrorException($"{field}.threshold", $"is set, but {kpi.Id} has no threshold", Text(kpi.Threshold));
        var index = WaitThresholds.IndexOf(Fields.Span(kpi.Threshold, $"{field}.threshold")!.Value);
        if (index >= 0) return defaults with { Threshold = index };
        var known = Enumerable.Range(0, WaitThresholds.Count).Select(i => (long)WaitThresholds.At(i).TotalSeconds);
        throw new FieldErrorException(
            $"{field}.threshold", $"is not counted exactly; thresholds are {string.Join(", ", known)} s", Text(kpi.Threshold));
    }

    private static Dimension DimensionOf(string name, string field) => Dimension.Parse(name)
        ?? throw new FieldErrorException(
            field, $"is {Quoted(name)}, which is not a dimension; there are {string.Join(", ", Dimension.Names)} and tag.NAME", name);

    private static Filter FilterOf(V1.Filter filter, string field)
    {
        if (filter.Values.Count is 0 or > ValuesMax)
            throw new FieldErrorException(
                $"{field}.values", $"has {filter.Values.Count} values; give 1 to {ValuesMax}", $"{filter.Values.Count}");
        return new Filter(DimensionOf(filter.Dimension, $"{field}.dimension"), filter.Values.ToHashSet(StringComparer.Ordinal));
    }

    private static Window WindowOf(V1.Window? window, string field)
    {
        switch (window?.SpanCase ?? V1.Window.SpanOneofCase.None)
        {
            case V1.Window.SpanOneofCase.None:
                return new SinceMidnightWindow(TimeZoneInfo.Utc);
            case V1.Window.SpanOneofCase.Sliding:
                var length = Fields.Span(window!.Sliding, $"{field}.sliding")!.Value;
                return length >= Window.SlidingMin && length <= Window.SlidingMax
                    ? new SlidingWindow(length)
                    : throw new FieldErrorException($"{field}.sliding", "must be 10 s to 8 days", Text(window.Sliding));
            case V1.Window.SpanOneofCase.SinceMidnight:
                return TimeZoneInfo.TryFindSystemTimeZoneById(window!.SinceMidnight, out var zone)
                    ? new SinceMidnightWindow(zone)
                    : throw new FieldErrorException(
                        $"{field}.since_midnight",
                        $"is {Quoted(window.SinceMidnight)}, which is not an IANA time zone such as Europe/London",
                        window.SinceMidnight);
            default:
                return IntervalOf(window!.Interval, $"{field}.interval");
        }
    }

    private static IntervalWindow IntervalOf(ClockInterval interval, string field)
    {
        var length = Fields.Span(interval.Length, $"{field}.length");
        if (length?.TotalMinutes is not (15 or 30 or 60))
            throw new FieldErrorException($"{field}.length", "must be 15, 30 or 60 minutes", Text(interval.Length));
        return interval.Position switch
        {
            IntervalPosition.Unspecified or IntervalPosition.Current => new IntervalWindow(length.Value, false),
            IntervalPosition.Previous => new IntervalWindow(length.Value, true),
            _ => throw new FieldErrorException(
                $"{field}.position", $"has the unknown value {(int)interval.Position}", $"{(int)interval.Position}"),
        };
    }

    private static string Quoted(string text) => $"'{SafeText.Of(text)}'";

    private static string Text(Duration? span) => span is null ? "" : FormattableString.Invariant($"{span.Seconds + span.Nanos / 1e9} s");
}
