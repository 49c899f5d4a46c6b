using System.CommandLine;
using CallCenter.Asterisk;

namespace CallCenter.Cli.Commands;

/// <summary>An Asterisk on the command line: where it is, who asks, and what it does not say by itself.</summary>
internal sealed class AsteriskSettings(CliContext cli)
{
    private const string SecretVariable = "CCG_AMI_SECRET";

    private readonly Argument<AsteriskOptions?> _place = new("HOST[:PORT]")
    {
        Description = "Where the AMI listens. Not encrypted: keep it on one machine or in a tunnel. Default: localhost:5038.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = Parsing.Of<AsteriskOptions?>(Place),
    };

    private readonly Option<string> _user = new("--user")
    {
        Description = "Name of a user in manager.conf.",
        HelpName = "NAME",
        Required = true,
    };

    private readonly Option<string> _secretFile = new("--secret-file")
    {
        Description = $"File that holds the user's secret. Default: the secret is what {SecretVariable} holds.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _plainLogin = new("--plain-login")
    {
        Description = "Send the secret as it is, where Asterisk takes no MD5 challenge.",
    };

    private readonly MappingSettings _mapping = new();

    private readonly Option<string?> _queueLog = new("--queue-log")
    {
        Description = "Asterisk's own queue_log on this machine: what happened while not connected is read from there, rotated and packed "
            + "parts too, and no gap is left; the first run fills the day from midnight.",
        HelpName = "PATH",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_place);
        command.Options.Add(_user);
        command.Options.Add(_secretFile);
        command.Options.Add(_plainLogin);
        foreach (Option option in _mapping.Options)
            command.Options.Add(option);
        command.Options.Add(_queueLog);
    }

    public AsteriskOptions Read(ParseResult parsed) => (parsed.GetValue(_place) ?? new AsteriskOptions()) with
    {
        Username = OneLine(parsed.GetValue(_user)!, "--user"),
        Secret = Secret(parsed.GetValue(_secretFile)),
        Login = parsed.GetValue(_plainLogin) ? AmiLogin.Plain : AmiLogin.Challenge,
        QueueLog = QueueLog(parsed.GetValue(_queueLog)),
        Mapping = _mapping.Read(parsed),
    };

    // No option for the secret itself: every user of a machine can read the command lines of all.
    private string Secret(string? file)
    {
        string? secret = (file is null ? cli.Variable(SecretVariable) : File.ReadAllText(file))?.TrimEnd('\r', '\n');
        if (!string.IsNullOrEmpty(secret))
            return OneLine(secret, "the secret");
        throw new UsageException(file is null
            ? $"no secret: name a file with --secret-file, or set {SecretVariable}"
            : $"'{file}' is empty; write the user's secret of manager.conf into it");
    }

    /// <summary>Found out before anything is sent: it may be absent for a moment while it is rotated, but not at the start.</summary>
    private static string? QueueLog(string? path) => path is null || File.Exists(path)
        ? path
        : throw new FailedException($"there is no queue_log at '{path}'; check the path and the permissions");

    private static string OneLine(string text, string what) =>
        text.AsSpan().IndexOfAny('\r', '\n') < 0 ? text : throw new UsageException($"{what} has more than one line");

    private static AsteriskOptions Place(string text)
    {
        var options = new AsteriskOptions();
        bool isPlace = Uri.TryCreate($"ami://{text}", UriKind.Absolute, out Uri? uri)
            && uri is { DnsSafeHost.Length: > 0, Port: not 0, UserInfo: "", PathAndQuery: "" or "/", Fragment: "" };
        return isPlace
            ? options with { Host = uri!.DnsSafeHost, Port = uri.Port > 0 ? uri.Port : options.Port }
            : throw new FormatException($"'{text}' is not where an AMI can be: write HOST or HOST:PORT");
    }
}
