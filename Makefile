# La Carte des CM. Chaque commande prépare d’abord ce qui lui manque.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test bench lint format ci

help:
	@echo "La Carte des CM"
	@echo
	@echo "  make demo              le site de démonstration sur http://127.0.0.1:8000/"
	@echo "  make demo PORT=8001    le même sur un autre port"
	@echo "  make test              tous les tests"
	@echo "  make test ARGS=\"…\"     les mêmes, avec des options de pytest"
	@echo "  make bench             les mesures ; SIZES=1000,10000 pour moins de profils, PARTS=recherche"
	@echo "                         pour une partie (carte, recherche, lieux, import)"
	@echo "  make lint              règles, mise en forme, réglages et conventions"
	@echo "  make format            met les fichiers Python en forme"
	@echo "  make ci                ce que vérifie l’intégration continue, sans rien sauter"

demo:
	@$(PYTHON) cmsite/bootstrap.py demo $(PORT)

test:
	@$(PYTHON) cmsite/bootstrap.py test $(ARGS)

bench:
	@$(PYTHON) cmsite/bootstrap.py bench

lint:
	@$(PYTHON) cmsite/bootstrap.py lint

format:
	@$(PYTHON) cmsite/bootstrap.py format

ci:
	@.ci/run
