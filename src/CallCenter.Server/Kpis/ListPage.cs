using CallCenter.Core.Views;
using Google.Protobuf;

namespace CallCenter.Server.Kpis;

/// <summary>
/// The first entries after a position, in the order of a list, of all that come by in any order. Holds one more than a page has, so that
/// a long list costs no more memory.
/// </summary>
/// <param name="query">Says after which position, and how many.</param>
internal sealed class ListPage<T>(ListQuery query) where T : class
{
    // A quarter of what gRPC clients accept unless set otherwise.
    private const int BytesMax = 1024 * 1024;

    private readonly SortedList<string[], T> _entries = new(LabelOrder.Instance);

    /// <summary>The entry of a key, made when it is not there yet; null when it is not on this page.</summary>
    public T? EntryOf(string[] key, Func<T> make)
    {
        if (query.After is { } after && LabelOrder.Instance.Compare(key, after) <= 0) return null;
        if (_entries.TryGetValue(key, out var known)) return known;
        if (_entries.Count > query.Size)
        {
            // What went past the end once stays past it: the end only comes nearer.
            if (LabelOrder.Instance.Compare(key, _entries.Keys[^1]) > 0) return null;
            _entries.RemoveAt(_entries.Count - 1);
        }
        return _entries[key] = make();
    }

    /// <summary>Adds the entries to an answer, as many as fit.</summary>
    /// <returns>The token of the next page; empty when there is none.</returns>
    public string Finish<TMessage>(ICollection<TMessage> answer, Func<T, TMessage> toMessage) where TMessage : IMessage
    {
        var bytes = 0;
        for (var i = 0; i < _entries.Count; i++)
        {
            var message = toMessage(_entries.Values[i]);
            bytes += message.CalculateSize();
            if (i == query.Size || (i > 0 && bytes > BytesMax)) return query.TokenAfter(_entries.Keys[i - 1]);
            answer.Add(message);
        }
        return "";
    }
}
