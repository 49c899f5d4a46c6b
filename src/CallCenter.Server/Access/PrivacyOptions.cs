namespace CallCenter.Server.Access;

/// <summary>Which personal data is replaced before anything else sees it. Switch it on before the first event: ids that are live then keep
/// their old form, and their later events do not find them.</summary>
public sealed record PrivacyOptions
{
    private const int SecretBytesMin = 32;

    /// <value>Path of a file with a secret of 32 bytes or more, the same on all nodes. With it, ids of contacts and visits become keyed
    /// hashes, another one for each tenant. Default none: they are stored as sent.</value>
    public string? SecretFile { get; init; }

    /// <value>Also replace the ids of agents, and drop their display names. Default false; needs <see cref="SecretFile"/>.</value>
    public bool Agents { get; init; }

    /// <summary>What is wrong, each with what to do.</summary>
    public IEnumerable<string> Errors()
    {
        if (SecretFile is null && Agents) yield return "Privacy:Agents is set without Privacy:SecretFile; set both.";
        if (SecretFile is not null && Problem(SecretFile) is { } problem)
            yield return $"Privacy:SecretFile '{SecretFile}' {problem}; make it with 'openssl rand -hex 32 > {SecretFile}'.";
    }

    private static string? Problem(string path)
    {
        try
        {
            return File.ReadAllBytes(path).Length < SecretBytesMin ? $"has fewer than {SecretBytesMin} bytes" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read ({e.Message.TrimEnd('.')})";
        }
    }
}
