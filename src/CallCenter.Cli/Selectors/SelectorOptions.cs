using System.CommandLine;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>The options that make a selector.</summary>
internal sealed class SelectorOptions
{
    private const string KpiForms = "KPIs, as id[.variant][@threshold] or id[.variant]:p90, separated by commas. 'ccg kpis' lists them.";

    private readonly Option<KpiRef[]> _kpis = new("--kpi", "-k")
    {
        Description = $"{KpiForms} With ~previous, ~day or ~week: their values of then; with ~rank or ~percentile: their places among the "
            + "groups. Default: the usual eleven of a wallboard.",
        HelpName = "KPI,…",
    };

    private readonly Option<string[]> _groupBy = new("--group-by", "-g")
    {
        Description = "Dimensions to group by, such as queue,agent. Default: one total.",
        HelpName = "DIMENSION,…",
    };

    private readonly Option<Filter[]> _where = new("--where", "-w")
    {
        Description = "What counts, as DIMENSION=VALUE or DIMENSION=VALUE,VALUE. May be given again; all must hold.",
        HelpName = "FILTER",
    };

    private readonly Option<Window> _window = new("--window")
    {
        Description = $"The time that counts: {WindowText.Forms}. Without a zone: that of the calendar, or of the server's settings "
            + "(ccg settings). Default: today.",
        HelpName = "WINDOW",
    };

    public SelectorOptions()
    {
        _kpis.CustomParser = Parsing.All<KpiRef>(text => [.. SelectorText.Kpis(text)]);
        _groupBy.CustomParser = Parsing.All<string>(text => [.. SelectorText.Items(text)]);
        _where.CustomParser = Parsing.All<Filter>(text => [FilterText.Parse(text)]);
        _window.CustomParser = Parsing.Of(WindowText.Parse);
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_kpis);
        command.Options.Add(_groupBy);
        AddFiltersTo(command);
    }

    public void AddWithoutWindowTo(Command command)
    {
        command.Options.Add(_kpis);
        command.Options.Add(_groupBy);
        command.Options.Add(_where);
    }

    /// <summary>Adds what chooses KPIs and facts, for a command with groups and windows of its own.</summary>
    /// <param name="usual">The KPIs that are there when somebody names none.</param>
    public void AddKpisAndFiltersTo(Command command, string usual)
    {
        _kpis.Description = $"{KpiForms} Default: {usual}.";
        command.Options.Add(_kpis);
        command.Options.Add(_where);
    }

    /// <summary>Whether somebody named KPIs.</summary>
    public bool HasKpis(ParseResult parsed) => parsed.GetValue(_kpis) is { Length: > 0 };

    /// <summary>Adds only what chooses the group and the window, for a command about one value.</summary>
    public void AddFiltersTo(Command command)
    {
        command.Options.Add(_where);
        command.Options.Add(_window);
    }

    public Selector Read(ParseResult parsed)
    {
        Selector selector = ReadWithoutWindow(parsed);
        selector.Window = parsed.GetValue(_window) ?? WindowText.Parse("today");
        return selector;
    }

    public Selector ReadWithoutWindow(ParseResult parsed)
    {
        var selector = new Selector
        {
            Kpis = { parsed.GetValue(_kpis) is { Length: > 0 } told ? told : [.. SelectorText.Kpis(SelectorText.DefaultKpis)] },
            Where = { parsed.GetValue(_where) ?? [] },
        };
        selector.GroupBy.AddRange(parsed.GetValue(_groupBy) ?? []);
        return selector;
    }

    /// <summary>The selector of a command that has no options for KPIs and groups.</summary>
    public Selector Read(ParseResult parsed, params KpiRef[] kpis) => new()
    {
        Kpis = { kpis },
        Where = { parsed.GetValue(_where) ?? [] },
        Window = parsed.GetValue(_window) ?? WindowText.Parse("today"),
    };
}
