using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Views;

/// <summary>
/// The columns of a selector as terms: each distinct one is read once for a group, however many columns have it. Used by one thread at a
/// time.
/// </summary>
internal sealed class ColumnPlan
{
    private readonly List<(Term Term, int Limit)> _terms = [];
    private readonly PlannedColumn[] _columns;
    private readonly long[] _values;
    private readonly NoValueReason?[] _faults; // Why a term has no value.

    public ColumnPlan(IReadOnlyList<Column> columns)
    {
        var numbers = new Dictionary<(Term, int), int>();
        _columns = [.. columns.Select(column => Plan(column, numbers))];
        _values = new long[_terms.Count];
        _faults = new NoValueReason?[_terms.Count];
    }

    /// <summary>The first exception of a term; columns with it have no value.</summary>
    public Exception? Defect { get; private set; }

    /// <summary>All measures that the terms read.</summary>
    public IEnumerable<Measure> Measures => _terms.SelectMany(term => term.Term.Measures);

    /// <summary>The values of a group.</summary>
    /// <param name="known">Its last ones, which are returned if all are the same; null: there are none.</param>
    public KpiValue[] Evaluate(GroupTally tally, KpiValue[]? known)
    {
        for (var i = 0; i < _values.Length; i++) Read(i, tally);
        var values = known;
        for (var i = 0; i < _columns.Length; i++)
        {
            var value = ValueOf(_columns[i]);
            if (known is not null && value == known[i]) continue;
            if (values == known) values = known is null ? new KpiValue[_columns.Length] : [.. known];
            values![i] = value;
        }
        return values ?? [];
    }

    private PlannedColumn Plan(Column column, Dictionary<(Term, int), int> numbers)
    {
        var formula = column.Formula;
        return column.IsApplicable ? new(formula, Parts(formula.Of), Parts(formula.By)) : new(null, [], []);

        (int Sign, int Term)[] Parts(Expression? expression) => expression is null
            ? []
            : [.. expression.Terms.Select(t => (t.Sign, NumberOf((t.Term, column.Arguments.Of(t.Term.Limit)), numbers)))];
    }

    private int NumberOf((Term, int) term, Dictionary<(Term, int), int> numbers)
    {
        if (!numbers.TryGetValue(term, out var number))
        {
            numbers.Add(term, number = _terms.Count);
            _terms.Add(term);
        }
        return number;
    }

    // One bad column must not cost the others.
    private void Read(int number, GroupTally tally)
    {
        var (term, limit) = _terms[number];
        try
        {
            tally.Fault = null;
            _values[number] = term.Of(tally, limit);
            _faults[number] = tally.Fault;
        }
        catch (Exception e)
        {
            Defect ??= e;
            _faults[number] = NoValueReason.FormulaFailed;
        }
    }

    private KpiValue ValueOf(PlannedColumn column)
    {
        if (column.Formula is not { } formula) return KpiValue.NoValue(NoValueReason.NotApplicable);
        NoValueReason? fault = null;
        var value = formula.Value(SumOf(column.Of, ref fault), SumOf(column.By, ref fault));
        return fault is { } reason ? KpiValue.NoValue(reason) : value.InRange();
    }

    private long SumOf((int Sign, int Term)[] parts, ref NoValueReason? fault)
    {
        long sum = 0;
        foreach (var (sign, term) in parts)
        {
            sum += sign * _values[term];
            fault ??= _faults[term];
        }
        return sum;
    }

    /// <param name="Formula">Null: the column makes no sense by the dimensions of the selector.</param>
    private readonly record struct PlannedColumn(Formula? Formula, (int Sign, int Term)[] Of, (int Sign, int Term)[] By);
}
