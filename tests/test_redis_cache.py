"""Redis is spoken to by one client, made once."""

from cmsite.redis_cache import RedisCache


def test_every_call_goes_through_the_same_client():
    cache = RedisCache("redis://127.0.0.1:1/0", {})
    assert cache._cache.get_client("une") is cache._cache.get_client("autre", write=True)


def test_each_server_has_its_own():
    cache = RedisCache(["redis://127.0.0.1:1/0", "redis://127.0.0.1:2/0"], {})
    ports = [
        cache._cache.get_client("une", write=write).get_connection_kwargs()["port"]
        for write in (True, False)
    ]
    assert ports == [1, 2]
