namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>Maps an element.</summary>
public delegate TResult Projection<T, TResult>(in T x);

/// <summary>Maps an element with a state.</summary>
public delegate TResult Projection<T1, T2, TResult>(in T1 x1, in T2 x2);

/// <summary>Copies of sequences.</summary>
public static class SequenceExtensions
{
    /// <summary>Maps all elements into a span that is at least as long.</summary>
    public static void CopyTo<TFrom, TTo>(this in Sequence<TFrom> source, Span<TTo> destination, Projection<TFrom, TTo> projection)
    {
        var from = source.FirstSpan;
        if (from.Length > destination.Length) throw new ArgumentException("The destination is too short.", nameof(destination));
        for (var i = 0; i < from.Length; i++) destination[i] = projection(in from[i]);
    }

    /// <summary>Maps all elements into a new array.</summary>
    public static TTo[] ToArray<TFrom, TTo>(this in Sequence<TFrom> source, Projection<TFrom, TTo> projection)
    {
        var from = source.FirstSpan;
        if (from.IsEmpty) return [];
        var to = new TTo[from.Length];
        for (var i = 0; i < from.Length; i++) to[i] = projection(in from[i]);
        return to;
    }

    /// <summary>Maps all elements, with a state, into a new array.</summary>
    public static TTo[] ToArray<TFrom, TState, TTo>(
        this in Sequence<TFrom> source, Projection<TFrom, TState, TTo> projection, in TState state)
    {
        var from = source.FirstSpan;
        if (from.IsEmpty) return [];
        var to = new TTo[from.Length];
        for (var i = 0; i < from.Length; i++) to[i] = projection(in from[i], in state);
        return to;
    }
}
