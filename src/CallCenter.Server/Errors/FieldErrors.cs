namespace CallCenter.Server.Errors;

/// <summary>Collects the wrong fields of a message, so that its sender can correct all of them at once.</summary>
internal sealed class FieldErrors
{
    private readonly List<FieldErrorException> _errors = [];

    /// <summary>The result of a check, or null when it found an error.</summary>
    public T? Try<T>(Func<T> check) where T : class
    {
        try
        {
            return check();
        }
        catch (FieldErrorException e)
        {
            _errors.AddRange(e.All);
            return null;
        }
    }

    /// <summary>Runs a check that gives nothing.</summary>
    public void Try(Action check) => Try(() =>
    {
        check();
        return "";
    });

    /// <summary>The results of checks of all items without an error.</summary>
    public IReadOnlyList<TResult> Try<T, TResult>(IEnumerable<T> items, Func<T, int, TResult> check) where TResult : class
        => [.. items.Select((item, i) => Try(() => check(item, i))).OfType<TResult>()];

    /// <exception cref="FieldErrorException">A check found an error.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0) throw FieldErrorException.Of(_errors);
    }
}
