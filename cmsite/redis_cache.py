"""The cache in Redis, with one client for all calls."""

from django.core.cache.backends import redis


class Client(redis.RedisCacheClient):
    """Django’s makes a client at each call, which costs twice what the call does.

    They hold nothing but their pool of connections, and any number of threads may share one.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._clients: dict = {}

    def get_client(self, key: str | None = None, *, write: bool = False):
        pool = self._get_connection_pool(write)
        if pool not in self._clients:
            self._clients[pool] = self._client(connection_pool=pool)
        return self._clients[pool]


class RedisCache(redis.RedisCache):
    def __init__(self, server: str, params: dict) -> None:
        super().__init__(server, params)
        self._class = Client
