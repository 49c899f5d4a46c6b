using CallCenter.Asterisk;
using CallCenter.Core.Identity;

namespace CallCenter.Cli;

/// <summary>Shows whether an Asterisk gives what is needed, and what to add where it does not.</summary>
internal static class AsteriskCheckup
{
    /// <summary>Long enough for an event of each class where calls come in; where none do, the classes stay unknown.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(CliContext cli, AsteriskOptions options, CancellationToken token)
    {
        IReadOnlyList<NeedFinding> findings;
        try
        {
            findings = await AsteriskCheck.RunAsync(options, Patience, cli.TimeProvider, token);
        }
        catch (AmiConnectionException e)
        {
            throw new FailedException(e.Message.TrimEnd('.'));
        }
        foreach (NeedFinding finding in findings)
            await cli.Out.WriteLineAsync($"{Word(finding.State),-8}{SafeText.Escape(finding.Text)}");
        string[] settings = [.. findings.Select(finding => finding.Setting).Where(setting => setting.Length > 0).Distinct()];
        if (settings.Length > 0)
            await cli.Out.WriteLineAsync($"\nmanager.conf needs (then: asterisk -rx 'manager reload'):\n\n{string.Join("\n\n", settings)}");
        return findings.Any(finding => finding.State == NeedState.Missing) ? ExitCode.Failed : ExitCode.Ok;
    }

    private static string Word(NeedState state) => state switch
    {
        NeedState.Met => "ok",
        NeedState.Missing => "MISSING",
        _ => "unseen",
    };
}
