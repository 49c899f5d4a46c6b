namespace CallCenter.Server.Settings;

/// <summary>A wrong setting.</summary>
/// <param name="Path">The keys to it, with ':' between, as in the configuration.</param>
/// <param name="Problem">What is wrong, and what would be right, as the rest of a sentence.</param>
internal sealed record SettingError(string Path, string Problem);

/// <summary>Collects the wrong settings of one place, so that all can be corrected at once.</summary>
/// <param name="nameOf">A path as people write it in that place; null: as it is.</param>
internal sealed class SettingErrors(Func<string, string>? nameOf = null)
{
    private readonly List<SettingError> _all = [];

    public IReadOnlyList<SettingError> All => _all;

    /// <summary>One sentence for each.</summary>
    public IEnumerable<string> Texts => _all.Select(TextOf);

    public void Add(string path, string problem) => _all.Add(new SettingError(path, problem));

    /// <summary>A path as people write it.</summary>
    public string NameOf(string path) => nameOf?.Invoke(path) ?? path;

    public string TextOf(SettingError error) => $"{NameOf(error.Path)} {error.Problem}.";

    /// <summary>For errors of the same place that are looked through first.</summary>
    public SettingErrors Apart() => new(nameOf);
}
