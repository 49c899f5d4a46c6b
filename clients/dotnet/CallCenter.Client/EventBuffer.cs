using CallCenter.V1;

namespace CallCenter.Client;

/// <summary>Consecutive events by position: appended at the end, dropped at the start. Guarded by the owner's lock.</summary>
internal sealed class EventBuffer
{
    private readonly List<Event> _items = [];
    private int _droppedCount;

    /// <summary>Position of the first event that is kept, or would be.</summary>
    public long FirstPosition { get; private set; } = 1;

    public void Add(Event item) => _items.Add(item);

    public Event At(long position) => _items[IndexOf(position)];

    public Event? Find(long position)
    {
        long index = position - FirstPosition + _droppedCount;
        return index >= _droppedCount && index < _items.Count ? _items[(int)index] : null;
    }

    public void Insert(long afterPosition, Event item) => _items.Insert(IndexOf(afterPosition + 1), item);

    public void DropBefore(long position)
    {
        while (FirstPosition < position && _droppedCount < _items.Count)
        {
            _items[_droppedCount++] = null!; // The event is freed now, its place when half of the list consists of such places.
            FirstPosition++;
        }
        if (_droppedCount * 2 < _items.Count)
            return;
        _items.RemoveRange(0, _droppedCount);
        _droppedCount = 0;
    }

    private int IndexOf(long position) => checked((int)(position - FirstPosition) + _droppedCount);
}
