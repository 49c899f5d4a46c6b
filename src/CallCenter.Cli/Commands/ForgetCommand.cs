using System.CommandLine;
using System.Globalization;
using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli.Commands;

/// <summary>ccg forget: erases the id of a contact.</summary>
internal static class ForgetCommand
{
    public static Command Create(CliContext cli)
    {
        var contact = new Option<string>("--contact")
        {
            Description = "The contact's id, as adapters send it.",
            HelpName = "ID",
            Required = true,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Count what would be erased, and erase nothing." };
        var command = new ExampleCommand("forget",
            "Erases the id of a contact from live visits and remembered event ids; needs the role admin. Counts stay as they are.",
            "ccg forget --contact +442079460000 --dry-run",
            "ccg forget --contact +442079460000 --key-file admin.key");
        command.Options.Add(contact);
        command.Options.Add(dryRun);
        command.SetAction((parsed, token) => RunAsync(
            cli, ServerOption.Require(parsed),
            new ForgetContactRequest { ContactId = parsed.GetValue(contact), DryRun = parsed.GetValue(dryRun) }, token));
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, string server, ForgetContactRequest request, CancellationToken token)
    {
        using var client = new AdminClient(server, cli.CredentialFor(server));
        ForgetContactResponse answer = await Answer.InTimeAsync(
            limit => client.ForgetContactAsync(request.ContactId, request.DryRun, limit), cli, server, token);
        foreach (string line in Lines(request, answer))
            await cli.Out.WriteLineAsync(line);
        if (answer.ElsewhereSources.Count == 0)
            return ExitCode.Ok;
        string sources = string.Join(", ", answer.ElsewhereSources);
        throw new FailedException($"the id is left at {sources}, which stream to another server; name that one with --server");
    }

    private static IEnumerable<string> Lines(ForgetContactRequest request, ForgetContactResponse answer)
    {
        yield return $"{(request.DryRun ? "would erase" : "erased")} the id from {Count(answer.VisitCount, "live visit")}, "
            + $"{Count(answer.FinishedVisitCount, "finished visit")} and {Count(answer.EventIdCount, "event id")}";
        if (answer.NamedVisitCount > 0)
            yield return $"{Count(answer.NamedVisitCount, "live visit")} with the id in its own: it stays until the visit ends";
        if (answer.LogExpireTime is { } expires)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"the log has older copies until about {expires.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss} UTC; backups keep theirs");
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
