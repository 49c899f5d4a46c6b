namespace Pipelines.Sockets.Unofficial;

/// <summary>Walks the targets of a delegate without an allocation.</summary>
public static class Delegates
{
    /// <summary>Whether there is at most one target.</summary>
    public static bool IsSingle(this MulticastDelegate? handler) => handler is null || handler.HasSingleTarget;

    /// <summary>The targets, in the order in which they would be called.</summary>
    public static DelegateEnumerable<T> AsEnumerable<T>(this T? handler) where T : MulticastDelegate => new(handler);

    /// <summary>The targets of a delegate.</summary>
    public readonly struct DelegateEnumerable<T> where T : MulticastDelegate
    {
        private readonly T? _handler;

        internal DelegateEnumerable(T? handler) => _handler = handler;

        /// <summary>Starts before the first target.</summary>
        public DelegateEnumerator<T> GetEnumerator() => new(_handler);
    }

    /// <summary>Walks the targets of a delegate.</summary>
    public struct DelegateEnumerator<T> where T : MulticastDelegate
    {
        private Delegate.InvocationListEnumerator<T> _inner;

        internal DelegateEnumerator(T? handler) => _inner = Delegate.EnumerateInvocationList(handler);

        /// <summary>The target reached.</summary>
        public readonly T Current => _inner.Current;

        /// <summary>Goes to the next target, if there is one.</summary>
        public bool MoveNext() => _inner.MoveNext();
    }
}
