using System.CommandLine;
using System.Globalization;
using CallCenter.Server.Access;
using Spectre.Console;

namespace CallCenter.Cli.Commands;

/// <summary>ccg keys: the credentials in the file of a server (ccg serve --keys FILE).</summary>
internal static class KeysCommand
{
    private static readonly Option<string> File = new("--file")
    {
        Description = "The keys file, as in 'ccg serve --keys FILE'. A running server follows its changes.",
        HelpName = "FILE",
        Required = true,
    };

    /// <summary>Makes the command.</summary>
    /// <param name="cli">The world it runs in.</param>
    /// <returns>The command.</returns>
    public static Command Create(CliContext cli)
        => new("keys", "The credentials that a server accepts.") { CreateCreate(cli), CreateList(cli), CreateRevoke(cli) };

    private static ExampleCommand CreateCreate(CliContext cli)
    {
        var tenant = new Option<string>("--tenant")
        {
            Description = "The tenant: its sources and KPIs are apart from all others'. Default: default.",
            DefaultValueFactory = _ => "default",
            HelpName = "TENANT",
        };
        var roles = new Option<string[]>("--role")
        {
            Description = "What it allows, several times if need be: ingest, ingest:SOURCE (* for any characters), read, "
                + "read:DIMENSION=VALUE|VALUE (only these, totals too), alerts:ack, admin (all of these, and ccg forget) "
                + "or operator (/metrics).",
            HelpName = "ROLE",
            Required = true,
        };
        var name = new Option<string>("--name") { Description = "What it is for.", HelpName = "TEXT" };
        var days = new Option<int?>("--days") { Description = "Days until it expires. Default: never.", HelpName = "N" };
        var certificate = new Option<string>("--certificate")
        {
            Description = "Makes no key: accepts client certificates with this DNS name (Access:ClientAuthority).",
            HelpName = "NAME",
        };
        var command = new ExampleCommand("create",
            "Adds a key to the file, which is made when there is none, and prints it. It cannot be shown again. To replace a key, create "
                + "the next one, hand it out, and revoke the old one.",
            "ccg keys create --file keys.json --role ingest:pbx-london --name \"PBX London\" > pbx.key",
            "ccg keys create --file keys.json --tenant acme --role \"read:queue=sales|support\" --days 90",
            "ccg keys create --file keys.json --tenant acme --role read --certificate wallboard.acme.example")
        { File, tenant, roles, name, days, certificate };
        command.SetAction(parsed => Add(cli, parsed.GetValue(File)!, new AccessKey
        {
            Id = AccessKey.NewId(),
            Name = parsed.GetValue(name) ?? "",
            Tenant = parsed.GetValue(tenant)!,
            Roles = parsed.GetValue(roles)!,
            Certificate = parsed.GetValue(certificate),
            CreatedAt = Now(cli),
            ExpiresAt = parsed.GetValue(days) is { } count ? Now(cli).AddDays(count) : null,
        }));
        return command;
    }

    private static ExampleCommand CreateList(CliContext cli)
    {
        var command = new ExampleCommand("list", "Lists the credentials, without secrets.", "ccg keys list --file keys.json") { File };
        command.SetAction(parsed => List(cli, Read(parsed.GetValue(File)!)));
        return command;
    }

    private static ExampleCommand CreateRevoke(CliContext cli)
    {
        var id = new Argument<string>("ID") { Description = "The id, as 'ccg keys list' shows it: between the first two _ of a key." };
        var command = new ExampleCommand(
            "revoke", "Removes a credential; a running server refuses it within seconds and ends its streams.",
            "ccg keys revoke --file keys.json 4f2k9xqa")
        { File, id };
        command.SetAction(parsed => Revoke(cli, parsed.GetValue(File)!, parsed.GetValue(id)!));
        return command;
    }

    private static int Add(CliContext cli, string path, AccessKey settings)
    {
        var (key, text) = settings.Certificate is null ? AccessKey.Create(settings) : (settings, "");
        if (key.Errors().FirstOrDefault() is { } problem) throw new UsageException(problem);
        IReadOnlyList<AccessKey> before = System.IO.File.Exists(path) ? Read(path) : [];
        KeysFile.Write(path, [.. before, key]);
        if (text.Length > 0) cli.Out.WriteLine(text);
        cli.Error.WriteLine($"ccg: {key.Id} is in {path}{(text.Length > 0 ? "; the key above is shown this once" : "")}");
        return ExitCode.Ok;
    }

    private static int List(CliContext cli, IReadOnlyList<AccessKey> keys)
    {
        var table = new Table().AddColumns("ID", "NAME", "TENANT", "ROLES", "CREATED", "EXPIRES").Border(TableBorder.None);
        foreach (AccessKey key in keys)
        {
            string name = key.Certificate is null ? key.Name : $"{key.Name} (certificate {key.Certificate})".TrimStart();
            table.AddRow(new[] { key.Id, name, key.Tenant, string.Join(' ', key.Roles), Day(key.CreatedAt), Day(key.ExpiresAt) }
                .Select(cell => Markup.Escape(Core.Identity.SafeText.Of(cell))).ToArray());
        }
        cli.OutConsole.Write(table);
        return ExitCode.Ok;
    }

    private static int Revoke(CliContext cli, string path, string id)
    {
        IReadOnlyList<AccessKey> before = Read(path);
        List<AccessKey> after = [.. before.Where(key => key.Id != id)];
        if (after.Count == before.Count) throw new FailedException($"there is no key {id} in {path}; 'ccg keys list' shows all");
        KeysFile.Write(path, after);
        cli.Error.WriteLine($"ccg: {id} is revoked");
        return ExitCode.Ok;
    }

    private static IReadOnlyList<AccessKey> Read(string path)
    {
        try
        {
            return KeysFile.Read(path);
        }
        catch (FormatException e)
        {
            throw new FailedException(e.Message.TrimEnd('.'));
        }
    }

    private static string Day(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "never";

    // To the second, which is enough and reads better.
    private static DateTimeOffset Now(CliContext cli)
        => DateTimeOffset.FromUnixTimeSeconds(cli.TimeProvider.GetUtcNow().ToUnixTimeSeconds());
}
