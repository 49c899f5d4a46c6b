using System.Globalization;
using System.Text;
using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>The screen of ccg top: draws, reads keys and follows the size of the terminal.</summary>
/// <param name="hasColors">Else marks and weight alone tell what colours would.</param>
internal sealed class TopScreen(CliContext cli, TopSource source, TopTables tables, TopWords words, bool hasColors)
{
    // A screen of its own, without a cursor; and back.
    private const string Enter = "\u001b[?1049h\u001b[?25l";
    private const string Leave = "\u001b[?25h\u001b[?1049l";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly List<string> _drawn = [];
    private TopState _state = TopState.Of(TopPage.Queues);
    private TopTable _table = TopTable.Empty;
    private string _title = "";
    private (int Width, int Height) _size;

    public async Task RunAsync(CancellationToken token)
    {
        await cli.Out.WriteAsync(Enter);
        try
        {
            while (!_state.IsOver && !token.IsCancellationRequested)
            {
                ReadKeys();
                Draw(token);
                await Task.Delay(Tick, cli.TimeProvider, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            await cli.Out.WriteAsync(Leave);
            await cli.Out.FlushAsync(CancellationToken.None);
        }
    }

    private void ReadKeys()
    {
        while (Console.KeyAvailable)
        {
            var view = new TopView(words, _size.Width, _size.Height);
            TopPage page = _state.Page;
            string[] keys = [.. _table.Ordered(_state).Select(row => row.Key)];
            _state = _state.After(Console.ReadKey(intercept: true), _table.Columns.Count, keys, view.PageSize);
            if (page != _state.Page)
                _table = TopTable.Empty;
        }
    }

    private void Draw(CancellationToken token)
    {
        (int Width, int Height) size = (Console.WindowWidth, Console.WindowHeight);
        if (size != _size)
        {
            _size = size;
            _drawn.Clear();
            cli.Out.Write("\u001b[2J");
        }
        if (!_state.IsPaused)
        {
            _table = tables.Of(_state, token) ?? _table;
            _title = Title(token);
        }
        string title = _state.IsPaused ? $"{_title}  {words.Paused}" : _title;
        IReadOnlyList<TopSpan[]> lines = new TopView(words, size.Width, size.Height).Lay(title, _table, _state);
        var changed = new StringBuilder();
        for (int i = 0; i < lines.Count; i++)
        {
            string line = string.Concat(lines[i].Select(Coded));
            if (i < _drawn.Count && _drawn[i] == line)
                continue;
            changed.Append(CultureInfo.InvariantCulture, $"\u001b[{i + 1};1H{line}\u001b[K");
            if (i < _drawn.Count) _drawn[i] = line;
            else _drawn.Add(line);
        }
        cli.Out.Write(changed.ToString());
        cli.Out.Flush();
    }

    private string Title(CancellationToken token)
    {
        KpiBoard? board = (_state.Page == TopPage.Agents ? source.Agents : source.Queues).Get(token);
        string pages = string.Join("  ", new[] { words.Queues, words.Agents, words.Targets, words.Alerts }
            .Select((name, i) => i == (int)_state.Page ? $"[{name}]" : name));
        string queue = _state.Page == TopPage.Queue ? $"  [{Core.Identity.SafeText.Escape(_state.Queue)}]" : "";
        if (board is null)
            return $"{pages}{queue}  {words.Connecting}";
        string time = board.AsOfTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        Completeness? said = board.Completeness;
        bool isIncomplete = said is not null && said.TroubledSources.Count + said.UnreadableShards.Count + said.Gaps.Count > 0;
        string state = board.IsStale ? $"{words.Stale} {time}" : $"{words.Live}  {time}";
        return $"{pages}{queue}  {state}{(isIncomplete ? $"  {words.Incomplete}" : "")}";
    }

    private string Coded(TopSpan span)
    {
        string code = span.Look switch
        {
            TopLook.Bold => "1",
            TopLook.Dim => "2",
            TopLook.Selected => "7",
            TopLook.Warning => hasColors ? "33" : "1",
            TopLook.Bad => hasColors ? "1;31" : "1",
            _ => "",
        };
        return code.Length == 0 ? span.Text : $"\u001b[{code}m{span.Text}\u001b[0m";
    }
}
