namespace CallCenter.Cli;

/// <summary>What ccg top shows.</summary>
internal enum TopPage
{
    Queues,
    Agents,
    Targets,
    Alerts,

    /// <summary>The agents and the waiting contacts of <see cref="TopState.Queue"/>.</summary>
    Queue,
}

/// <summary>What the person at the screen has chosen. A key makes a new one.</summary>
internal sealed record TopState
{
    // Where queues, what is in one, and alerts have how long it has been so.
    private const int AgeColumn = 2;

    public TopPage Page { get; init; }

    /// <summary>Of the page of one queue.</summary>
    public string Queue { get; init; } = "";
    public int SortColumn { get; init; }
    public bool IsDescending { get; init; }
    public string Filter { get; init; } = "";

    /// <summary>Keys go to the filter.</summary>
    public bool IsTyping { get; init; }

    /// <summary>Key of the selected row; empty: the first.</summary>
    public string Selected { get; init; } = "";
    public bool IsHelp { get; init; }
    public bool IsPaused { get; init; }
    public bool IsOver { get; init; }

    /// <summary>The page in its own order: queues and what is in one by the wait, alerts the newest first, others by name.</summary>
    public static TopState Of(TopPage page, string queue = "") => new()
    {
        Page = page,
        Queue = queue,
        SortColumn = page is TopPage.Agents or TopPage.Targets ? 0 : AgeColumn,
        IsDescending = page is TopPage.Queues or TopPage.Queue,
    };

    /// <param name="columnCount">Columns of the table on screen.</param>
    /// <param name="keys">Keys of its rows, in the order on screen.</param>
    /// <param name="pageSize">Rows that fit on the screen.</param>
    public TopState After(ConsoleKeyInfo key, int columnCount, IReadOnlyList<string> keys, int pageSize)
    {
        if (IsTyping)
            return Typed(key);
        if (IsHelp)
            return this with { IsHelp = false, IsOver = key.KeyChar == 'q' };
        int at = Math.Max(0, keys.ToList().IndexOf(Selected));
        return (key.Key, key.KeyChar) switch
        {
            (ConsoleKey.LeftArrow, _) or (_, '<') => this with { SortColumn = Math.Max(0, SortColumn - 1) },
            (ConsoleKey.RightArrow, _) or (_, '>') => this with { SortColumn = Math.Min(columnCount - 1, SortColumn + 1) },
            (ConsoleKey.UpArrow, _) => At(at - 1),
            (ConsoleKey.DownArrow, _) => At(at + 1),
            (ConsoleKey.PageUp, _) => At(at - pageSize),
            (ConsoleKey.PageDown, _) => At(at + pageSize),
            (ConsoleKey.Home, _) => At(0),
            (ConsoleKey.End, _) => At(keys.Count - 1),
            (ConsoleKey.Enter, _) when Page == TopPage.Queues && keys.Count > 0 => Of(TopPage.Queue, keys[at]),
            (ConsoleKey.Escape or ConsoleKey.Backspace, _) when Filter.Length > 0 => this with { Filter = "" },
            (ConsoleKey.Escape or ConsoleKey.Backspace, _) => Page == TopPage.Queue ? Of(TopPage.Queues) with { Selected = Queue } : this,
            (ConsoleKey.Tab, _) => Of(Page == TopPage.Queue ? TopPage.Queues : (TopPage)(((int)Page + 1) % (int)TopPage.Queue)),
            (_, '1') => Of(TopPage.Queues),
            (_, '2') => Of(TopPage.Agents),
            (_, '3') => Of(TopPage.Targets),
            (_, '4') => Of(TopPage.Alerts),
            (_, 'r') => this with { IsDescending = !IsDescending },
            (_, '/') => this with { IsTyping = true },
            (_, 'p') => this with { IsPaused = !IsPaused },
            (_, '?') => this with { IsHelp = true },
            (_, 'q') => this with { IsOver = true },
            _ => this,
        };

        TopState At(int row) => keys.Count == 0 ? this : this with { Selected = keys[Math.Clamp(row, 0, keys.Count - 1)] };
    }

    private TopState Typed(ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.Enter => this with { IsTyping = false },
        ConsoleKey.Escape => this with { IsTyping = false, Filter = "" },
        ConsoleKey.Backspace => this with { Filter = Filter.Length > 0 ? Filter[..^1] : "" },
        _ => char.IsControl(key.KeyChar) ? this : this with { Filter = Filter + key.KeyChar },
    };
}
