using CallCenter.Notation;
using CallCenter.Server.Errors;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Server.Doors;

/// <summary>A selector in the query of an address: ?kpi=service_level&amp;by=queue&amp;where=queue=sales&amp;window=30m.</summary>
internal static class SelectorQuery
{
    public const string Format = "format";
    public const string Interval = "interval";

    public const string LastEventId = "last_event_id";

    public const string Target = "target";

    public const string Kpi = "kpi";
    public const string By = "by";
    public const string Where = "where";
    public const string Window = "window";

    /// <param name="others">Parameters beside those of the selector that the address knows.</param>
    public static Selector Read(IQueryCollection query, params string[] others)
    {
        Check(query, [Kpi, By, Where, Window, .. others]);
        var kpis = query[Kpi].Count > 0 ? string.Join(',', query[Kpi].ToArray()) : SelectorText.DefaultKpis;
        var selector = new Selector { Window = Parsed(Window, Single(query, Window) ?? "today", WindowText.Parse) };
        selector.Kpis.AddRange(Parsed(Kpi, kpis, text => SelectorText.Kpis(text).ToList()));
        selector.GroupBy.AddRange(query[By].SelectMany(list => SelectorText.Items(list!)));
        selector.Where.AddRange(query[Where].Select(filter => Parsed(Where, filter!, FilterText.Parse)));
        return selector;
    }

    /// <exception cref="FieldErrorException">The query has other parameters.</exception>
    public static void Check(IQueryCollection query, params string[] known)
    {
        if (query.Keys.FirstOrDefault(key => !known.Contains(key)) is { } unknown)
            throw new FieldErrorException(unknown, $"is not a parameter; there are {string.Join(", ", known)}", unknown);
    }

    /// <summary>A length of time such as 500ms or 2s; absent when the query has none.</summary>
    public static Duration? ReadInterval(IQueryCollection query)
        => Single(query, Interval) is not { } text ? null
            : DurationText.TryParse(text) is { } time ? Duration.FromTimeSpan(time)
            : throw new FieldErrorException(Interval, $"is '{text}', which is not a time such as 500ms or 2s", text);

    public static string? Single(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [var value] => value,
        var values => throw new FieldErrorException(name, "is there more than once", values.ToString()),
    };

    private static T Parsed<T>(string name, string text, Func<string, T> parse)
    {
        try
        {
            return parse(text);
        }
        catch (FormatException e)
        {
            throw new FieldErrorException(name, $"is wrong: {e.Message}", text);
        }
    }
}
