using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Ingest;

namespace CallCenter.Server.Kpis;

/// <summary>What a list is asked for, within what the caller may see.</summary>
internal sealed class ListQuery
{
    private const int SizeDefault = 100;
    private const int SizeMax = 1_000;

    private readonly Rights _rights;
    private readonly string _search;
    private readonly string _source;
    private readonly string _queue;
    private readonly string[] _identity;

    private ListQuery(Caller caller, string list, string search, string source, string queue)
    {
        (Tenant, _rights, _search, _source, _queue) = (caller.Tenant, caller.Rights, search, source, queue);
        _identity = [list, caller.Tenant.Value, caller.Rights.FiltersText, search, source, queue];
    }

    public TenantId Tenant { get; }
    public int Size { get; private init; }

    /// <summary>Key of the last entry of the page before; null for the first page.</summary>
    public string[]? After { get; private init; }

    /// <param name="list">Name of the list; tokens of another one are refused.</param>
    /// <exception cref="FieldErrorException">Fields are wrong; the error names all of them.</exception>
    public static ListQuery Of(
        Caller caller, string list, int size, string token, string search, string source = "", string queue = "")
    {
        var errors = new FieldErrors();
        var shown = SizeDefault;
        errors.Try(() => { shown = SizeOf(size); });
        errors.Try(() => Fields.Optional(search, "search"));
        errors.Try(() => Fields.Optional(source, "source"));
        errors.Try(() => Fields.Optional(queue, "queue"));
        errors.ThrowIfAny();
        var query = new ListQuery(caller, list, search, source, queue);
        return new ListQuery(caller, list, search, source, queue)
        {
            Size = shown,
            After = token.Length == 0 ? null : PageToken.Read(token, query._identity),
        };
    }

    /// <summary>The largest number of entries on a page.</summary>
    /// <param name="asked">0: as usual.</param>
    /// <exception cref="FieldErrorException">It is not allowed.</exception>
    public static int SizeOf(int asked) => asked is >= 0 and <= SizeMax
        ? asked == 0 ? SizeDefault : asked
        : throw new FieldErrorException("page_size", $"must be 1 to {SizeMax}, or 0 for {SizeDefault}", $"{asked}");

    /// <summary>The token of the page after this entry.</summary>
    public string TokenAfter(string[] key) => PageToken.Write(key, _identity);

    public bool Finds(string name) => _search.Length == 0 || name.Contains(_search, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether entries of the source are in the list.</summary>
    public bool Selects(SourceId source) => (_source.Length == 0 || source.Name == _source)
        && _rights.Filters.All(filter => !filter.Dimension.IsSource || filter.Values.Contains(source.Name));

    /// <summary>Whether the facts of the row make an entry.</summary>
    public bool Selects(RowKey row, SourceId source) => (_queue.Length == 0 || row.Queue == _queue) && Sees(row, source);

    /// <summary>Whether an agent is in the list, and those of its queues that the caller may see.</summary>
    /// <param name="agent">Row of the agent without a queue.</param>
    public bool Selects(RowKey agent, IEnumerable<string> queues, SourceId source, out List<string> seen)
    {
        var seesQueuesOnly = _rights.Filters.Any(filter => filter.Dimension.IsQueue);
        seen = [.. queues.Where(queue => Sees(agent with { Kind = RowKind.Member, Queue = queue }, source))];
        if (_queue.Length > 0) return seen.Contains(_queue);
        return seesQueuesOnly ? seen.Count > 0 : Sees(agent, source);
    }

    private bool Sees(RowKey row, SourceId source) => _rights.Filters.All(filter => filter.Keeps(row, source));
}
