namespace CallCenter.Core.Floor;

/// <summary>The fields of a thing as they were.</summary>
internal interface ISavedFields<in TThing>
{
    /// <summary>Copies the fields of the thing.</summary>
    void Save(TThing thing);

    /// <summary>Gives the thing its fields back.</summary>
    void Restore();
}

/// <summary>Fields of things as they were before a change. They are copied straight to their place: a struct that is passed on is copied
/// several times, and each event saves some.</summary>
internal sealed class SavedThings<TThing, TFields> where TFields : struct, ISavedFields<TThing>
{
    private TFields[] _saved = new TFields[4];
    private int _count;

    public void Add(TThing thing)
    {
        if (_count == _saved.Length) Array.Resize(ref _saved, 2 * _count);
        _saved[_count++].Save(thing);
    }

    public void Restore()
    {
        for (var i = 0; i < _count; i++) _saved[i].Restore();
    }

    public void Clear()
    {
        Array.Clear(_saved, 0, _count);
        _count = 0;
    }
}
