using CallCenter.Core.Identity;

namespace CallCenter.Core.Kpis;

/// <summary>A formula as data: its text, its kind, and what it reads follow from its expressions.</summary>
/// <param name="Of">The count, sum or numerator.</param>
/// <param name="By">The denominator; null for a kind without one.</param>
public sealed record Formula(KpiKind Kind, Expression Of, Expression? By = null)
{
    private const int SecondsAnHour = 3600;

    public string Text => By is null ? Of.Text : $"{InBrackets(Of)}{(Kind == KpiKind.Rate ? " x 3600" : "")} / {InBrackets(By)}";

    public IEnumerable<Term> Terms => Operands.SelectMany(e => e.Terms).Select(t => t.Term);

    /// <summary>Named parts of the text.</summary>
    public IEnumerable<Named> Names => Operands.SelectMany(e => e.Names);

    private IEnumerable<Expression> Operands => By is null ? [Of] : [Of, By];

    public static Formula Count(Expression count) => new(KpiKind.Counter, count);
    public static Formula InState(Expression now) => new(KpiKind.Gauge, now);
    public static Formula Time(Expression ms) => new(KpiKind.Time, ms);
    public static Formula Ratio(Expression numerator, Expression denominator) => new(KpiKind.Ratio, numerator, denominator);
    public static Formula Mean(Expression ms, Expression count) => new(KpiKind.Mean, ms, count);
    public static Formula Score(Expression milli, Expression count) => new(KpiKind.Score, milli, count);

    /// <summary>A number of things for each of others.</summary>
    public static Formula Number(Term count, Expression by) => new(KpiKind.Score, new Thousandfold(count), by);

    /// <summary>A number an hour.</summary>
    public static Formula Rate(Expression count, Expression ms) => new(KpiKind.Rate, count, ms);

    /// <summary>A time that a share of times is within.</summary>
    public static Formula Quantile(Expression ms) => new(KpiKind.Quantile, ms);

    public static Formula Since(Expression moment) => new(KpiKind.Since, moment);

    /// <param name="of">Value of <see cref="Of"/>.</param>
    /// <param name="by">Value of <see cref="By"/>; 0 without one.</param>
    public KpiValue Value(long of, long by) => Kind switch
    {
        KpiKind.Gauge or KpiKind.Counter => KpiValue.Count(of),
        KpiKind.Time => KpiValue.Duration(of),
        KpiKind.Ratio => KpiValue.Ratio(of, by),
        KpiKind.Mean => KpiValue.Mean(of, by),
        KpiKind.Score => KpiValue.Score(of, by),
        KpiKind.Rate => KpiValue.Ratio(of * SecondsAnHour, by / 1000),
        KpiKind.Quantile => of == Term.Nobody ? KpiValue.None : KpiValue.Duration(of),
        KpiKind.Since => KpiValue.Time(of == Term.Nobody ? null : new Instant(of)),
        _ => throw new InvalidOperationException($"{Kind} is not a kind of formula"),
    };

    private static string InBrackets(Expression e) => e is Combination ? $"({e.Text})" : e.Text;
}
