namespace CallCenter.Core.Kpis;

/// <summary>A sum of terms, each added or subtracted: one operand of a formula.</summary>
public abstract record Expression
{
    /// <summary>As it is written in formulas.</summary>
    public abstract string Text { get; }

    /// <summary>The terms with their signs, in the order of the text.</summary>
    public abstract IEnumerable<(int Sign, Term Term)> Terms { get; }

    /// <summary>The parts that have a name of their own, inner ones first.</summary>
    public abstract IEnumerable<Named> Names { get; }

    public Named As(string name, string? meaning = null) => new(name, this, meaning);

    public static Expression operator +(Expression a, Expression b) => new Combination([.. PartsOf(a), (1, b)]);

    public static Expression operator -(Expression a, Expression b) => new Combination([.. PartsOf(a), (-1, b)]);

    private static IEnumerable<(int Sign, Expression Of)> PartsOf(Expression e) => e is Combination sum ? sum.Parts : [(1, e)];
}

/// <summary>An expression that formulas write by its name.</summary>
/// <param name="Meaning">In words; null: the expression itself.</param>
public sealed record Named(string Name, Expression Of, string? Meaning = null) : Expression
{
    public override string Text => Name;
    public override IEnumerable<(int Sign, Term Term)> Terms => Of.Terms;
    public override IEnumerable<Named> Names => [.. Of.Names, this];
}

/// <summary>Expressions added and subtracted.</summary>
internal sealed record Combination(IReadOnlyList<(int Sign, Expression Of)> Parts) : Expression
{
    public override string Text
        => string.Concat(Parts.Select((part, i) => (i == 0 ? "" : part.Sign > 0 ? " + " : " - ") + part.Of.Text));

    public override IEnumerable<(int Sign, Term Term)> Terms
        => Parts.SelectMany(part => part.Of.Terms.Select(term => (part.Sign * term.Sign, term.Term)));

    public override IEnumerable<Named> Names => Parts.SelectMany(part => part.Of.Names);
}
