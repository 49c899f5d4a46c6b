using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Views;

namespace CallCenter.Core.Explanations;

/// <summary>The parts of a formula by whom they add up over: contacts, agents, or nobody.</summary>
public sealed class ExplainedFormula
{
    private static readonly Dimension[] ByAgentOfSource = [Dimension.Parse("source")!, Dimension.Parse("agent")!];

    private readonly IReadOnlyList<(int Sign, Term Term, int Limit)> _of, _by; // Those of contacts.

    private ExplainedFormula(Column column)
    {
        Column = column;
        var formula = FormulaOf(column);
        (_of, _by) = (OfContacts(formula.Of, column), formula.By is { } by ? OfContacts(by, column) : []);
        AgentParts = [OfAgents(formula.Of), formula.By is { } divisor ? OfAgents(divisor) : null];
        IsWhole = !IsChoice(column) && formula.Terms.All(Additions.IsWhole);
    }

    public Column Column { get; }

    /// <summary>Whether the parts of the value are those of contacts and agents together; else the value is one of theirs: a moment, a
    /// time at a quantile.</summary>
    public bool IsAdditive => !IsChoice(Column);

    /// <summary>Whether everything that the value is made of has a record, as long as it is kept.</summary>
    public bool IsWhole { get; }

    /// <summary>Whether contacts are behind the value.</summary>
    public bool HasContacts => _of.Count + _by.Count > 0 || Column.Formula.Terms.Any(term => term is TimeAt);

    /// <summary>Whether agents are behind the value.</summary>
    public bool HasAgents => AgentParts.Any(part => part is not null);

    /// <summary>What agents add to the count, sum or numerator, and to the denominator; null: nothing.</summary>
    internal IReadOnlyList<Expression?> AgentParts { get; }

    /// <summary>The formula of a column by its parts.</summary>
    /// <param name="problem">Why the value cannot be explained; null: it can.</param>
    public static ExplainedFormula? Of(Column column, out string? problem)
    {
        problem = null;
        if (column.Comparison is not null)
        {
            problem = column.IsOfPeers
                ? "is the place of a value among others; ask for the KPI itself"
                : "has the value of another time; ask with that window for the KPI itself";
            return null;
        }
        if (!column.IsApplicable)
        {
            problem = "has no value by these dimensions, so that nothing is behind it";
            return null;
        }
        var explained = new ExplainedFormula(column);
        if (explained.HasContacts || explained.HasAgents) return explained;
        problem = ProblemOf(column);
        return null;
    }

    /// <summary>Columns of the value and its parts: the value, the part above the line, the part below it.</summary>
    public IReadOnlyList<Column> PartColumns =>
        IsAdditive ? [Column, With(Column.Formula.Of), .. Column.Formula.By is { } by ? [With(by)] : Array.Empty<Column>()] : [Column];

    /// <summary>What agents add to a value, by source and agent.</summary>
    /// <param name="selector">Of the value's group.</param>
    public Selector ByAgent(Selector selector) => (selector with
    {
        Columns = [.. AgentParts.OfType<Expression>().Select(With)],
        GroupBy = ByAgentOfSource,
    }).Complete();

    /// <summary>What a contact adds to the two parts.</summary>
    internal (long Of, long By) PartsOf(ContactTally tally)
    {
        if (Column.Formula.Of is TimeAt quantile)
            return (tally.TimesIn(quantile.Distribution.Histograms), tally.CountIn(quantile.Distribution.Histograms));
        return (Sum(_of, tally), Sum(_by, tally));
    }

    private Column With(Expression part)
        => new(Column.Kpi, new KpiVariant(Column.Variant.Id, "", Formula.Count(part)), Column.Arguments with { Quantile = null });

    private static long Sum(IReadOnlyList<(int Sign, Term Term, int Limit)> parts, ContactTally tally)
    {
        long sum = 0;
        foreach (var (sign, term, limit) in parts) sum += sign * term.Of(tally, limit);
        return sum;
    }

    private static bool IsChoice(Column column) => column.Kind is KpiKind.Quantile or KpiKind.Since;

    // Of the oldest in a list, all that are in it.
    private static Formula FormulaOf(Column column)
        => column.Formula is { Of: OldestLive { List: var list } } ? Formula.Count(new LiveNow(list)) : column.Formula;

    private static List<(int Sign, Term Term, int Limit)> OfContacts(Expression expression, Column column)
        => [.. expression.Terms.Where(t => t.Term is not TimeAt && Additions.Of(t.Term) == AddedBy.Contacts)
            .Select(t => (t.Sign, t.Term, column.Arguments.Of(t.Term.Limit)))];

    private static Combination? OfAgents(Expression expression)
    {
        List<(int Sign, Expression)> terms =
            [.. expression.Terms.Where(t => Additions.Of(t.Term) == AddedBy.Agents).Select(t => (t.Sign, (Expression)t.Term))];
        return terms.Count == 0 ? null : new Combination(terms);
    }

    private static string ProblemOf(Column column)
    {
        if (column.Kpi.RowKinds is [RowKind.Source]) return "counts the events of feeds, not contacts or agents";
        if (column.Formula.Terms.Any(term => term is StateCode or StateStart))
            return "is about one agent already, the one of the group";
        return "counts events of which no record is kept one by one";
    }
}
