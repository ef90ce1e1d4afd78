# One image for every role: `kulanz serve` (all in one), or `web`, `mail`, `work` apart.
FROM python:3.11-slim

# pg_dump and pg_restore, for kulanz backup and restore.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 1000 kulanz && install -d -o kulanz -m 700 /data
WORKDIR /srv/kulanz
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements/run.txt
COPY scripts/catalogues.py scripts/catalogues.py
COPY src src
RUN python scripts/catalogues.py src && python -m compileall -q src

ENV PYTHONPATH=/srv/kulanz/src \
    KULANZ_DATA=/data \
    KULANZ_WEB=0.0.0.0:8000 \
    KULANZ_SMTP=0.0.0.0:2525
USER kulanz
VOLUME /data
EXPOSE 8000 2525
HEALTHCHECK CMD ["python", "-m", "kulanz", "check-health"]
ENTRYPOINT ["python", "-m", "kulanz"]
CMD ["serve", "--prepare"]
