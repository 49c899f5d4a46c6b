using System.CommandLine;
using System.Text;

namespace CallCenter.Cli;

/// <summary>A command and all below it as a page for man(1).</summary>
internal sealed class ManPage
{
    private const string Name = "ccg";

    private readonly StringBuilder _page = new();

    private ManPage()
    {
    }

    public static string Of(Command root)
    {
        var page = new ManPage();
        page._page.Append($".TH {Name.ToUpperInvariant()} 1\n.SH NAME\n{Name} \\- the CallCenterGrpc server and its clients\n");
        page._page.Append($".SH SYNOPSIS\n.B {Name}\n.I COMMAND\n[OPTIONS]\n.SH DESCRIPTION\n{Text(root.Description)}\n");
        page._page.Append(".SH OPTIONS OF ALL COMMANDS\n");
        page.Add(root.Options);
        page._page.Append(".SH COMMANDS\n");
        foreach (Command command in root.Subcommands.Where(command => !command.Hidden))
            page.Add(command, Name);
        return page._page.ToString();
    }

    private void Add(Command command, string parents)
    {
        string name = $"{parents} {command.Name}";
        IEnumerable<string> arguments = command.Arguments.Where(argument => !argument.Hidden).Select(argument => $" {argument.Name}");
        _page.Append($".SS {Text(name + string.Concat(arguments))}\n{Text(command.Description)}\n");
        foreach (Argument argument in command.Arguments.Where(argument => !argument.Hidden))
            Add(argument.Name, argument.Description);
        Add(command.Options);
        if (command is ExampleCommand { Examples: { Count: > 0 } examples })
            _page.Append($".PP\nExamples:\n.PP\n.nf\n.RS\n{string.Join('\n', examples.Select(Text))}\n.RE\n.fi\n");
        foreach (Command below in command.Subcommands.Where(below => !below.Hidden))
            Add(below, name);
    }

    private void Add(IEnumerable<Option> options)
    {
        foreach (Option option in options.Where(option => !option.Hidden))
        {
            // Windows writes options with a slash, too; who reads manual pages does not.
            IEnumerable<string> names = option.Aliases.Prepend(option.Name).Where(name => name.StartsWith('-'));
            Add($"{string.Join(", ", names)} {option.HelpName}".TrimEnd(), option.Description);
        }
    }

    private void Add(string term, string? description) => _page.Append($".TP\n.B {Text(term)}\n{Text(description)}\n");

    // A backslash, a hyphen and, at the beginning of a line, a dot or an apostrophe mean something to troff.
    private static string Text(string? text) => string.Join('\n', (text ?? "").ReplaceLineEndings("\n").Split('\n')
        .Select(line => line.Replace("\\", "\\e").Replace("-", "\\-"))
        .Select(line => line.StartsWith('.') || line.StartsWith('\'') ? $"\\&{line}" : line.Length == 0 ? ".PP" : line));
}
