"""The benchmark: regimes, metrics, peers and the signature that makes a figure repeatable.

Run it with ``python -m benchmarks --data ../shared``; the library never imports this package.
"""
