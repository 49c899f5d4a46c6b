namespace CallCenter.Core.Kpis;

/// <summary>A letter in the formulas of definitions.</summary>
public sealed record FormulaSymbol(string Symbol, string Meaning)
{
    public static readonly IReadOnlyList<FormulaSymbol> All =
    [
        new("A", "visits answered in the window"),
        new("B", "visits abandoned in the window"),
        new("X", "visits that flowed out in the window, call-backs excepted"),
        new("C", "visits that left for a call-back in the window"),
        new("O", "A + B + X + C, the visits decided in the window"),
        new("T", "the threshold"),
        new("A_T", "of A, those with a wait of at most T"),
        new("B_T", "of B, those with a wait of at most T"),
        new("X_T", "of X, those with a wait of at most T"),
        new("C_T", "of C, those with a wait of at most T"),
        new("N_T", "visits that reached a wait of T in the window, whatever came after, those still waiting included"),
        new("SB", "of B, those with a wait of at most the short-abandon limit"),
    ];
}
