namespace CallCenter.Core.Kpis;

/// <summary>A text in the languages of the catalogue.</summary>
/// <param name="En">English.</param>
/// <param name="Zh">Simplified Chinese.</param>
public sealed record LocalText(string En, string Zh);
