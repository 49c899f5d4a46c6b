namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>A run of elements of some type.</summary>
public readonly struct Sequence
{
    private readonly object? _array;
    private readonly int _offset;
    private readonly int _length;

    internal Sequence(object? array, int offset, int length)
    {
        _array = array;
        _offset = offset;
        _length = length;
    }

    /// <summary>How many elements.</summary>
    public long Length => _length;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>The run with its type; throws if it is of another.</summary>
    public Sequence<T> Cast<T>() => _array is null ? default : new Sequence<T>((T[])_array, _offset, _length);
}

/// <summary>A run of elements; in this stand-in always one contiguous segment.</summary>
public readonly struct Sequence<T>
{
    private readonly T[]? _array;
    private readonly int _offset;
    private readonly int _length;

    internal Sequence(T[] array, int offset, int length)
    {
        _array = array;
        _offset = offset;
        _length = length;
    }

    /// <summary>How many elements.</summary>
    public long Length => _length;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Always.</summary>
    public bool IsSingleSegment => true;

    /// <summary>All elements.</summary>
    public Span<T> FirstSpan => new(_array, _offset, _length);

    /// <summary>The segments.</summary>
    public SpanEnumerable Spans => new(this);

    /// <summary>One element, by reference.</summary>
    public ref T this[int index] => ref FirstSpan[index];

    /// <summary>The run without its type.</summary>
    public Sequence Untyped() => new(_array, _offset, _length);

    /// <summary>Starts before the first element.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks the elements by reference.</summary>
    public struct Enumerator
    {
        private readonly Sequence<T> _sequence;
        private int _index;

        internal Enumerator(in Sequence<T> sequence)
        {
            _sequence = sequence;
            _index = -1;
        }

        /// <summary>The element reached.</summary>
        public ref T Current => ref _sequence[_index];

        /// <summary>Goes to the next element, if there is one.</summary>
        public bool MoveNext() => ++_index < _sequence._length;

        /// <summary>Goes to the next element; throws if there is none.</summary>
        public ref T GetNext()
        {
            if (!MoveNext()) throw new IndexOutOfRangeException("The sequence has no further element.");
            return ref Current;
        }
    }

    /// <summary>The segments of a sequence.</summary>
    public readonly ref struct SpanEnumerable
    {
        private readonly Sequence<T> _sequence;

        internal SpanEnumerable(Sequence<T> sequence) => _sequence = sequence;

        /// <summary>Starts before the first segment.</summary>
        public SpanEnumerator GetEnumerator() => new(_sequence);
    }

    /// <summary>Walks the segments of a sequence.</summary>
    public ref struct SpanEnumerator
    {
        private Span<T> _next;

        internal SpanEnumerator(Sequence<T> sequence)
        {
            _next = sequence.FirstSpan;
            Current = default;
        }

        /// <summary>The segment reached.</summary>
        public Span<T> Current { get; private set; }

        /// <summary>Goes to the next segment, if there is one; no segment is empty.</summary>
        public bool MoveNext()
        {
            Current = _next;
            _next = default;
            return !Current.IsEmpty;
        }
    }
}
